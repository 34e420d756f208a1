namespace Countersign.Identity;

/// <summary>Takes tags from a user; keys that are not there are passed over.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html"/>
public sealed class UntagUser : IOperation<UntagUser.Request, Nothing>
{
    /// <summary>Which user, which tags.</summary>
    /// <param name="UserName">1 to 128 characters.</param>
    /// <param name="TagKeys">At most 50, in any case.</param>
    public sealed record Request(string UserName, IReadOnlyList<string> TagKeys) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UntagUser";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [(await Needed.OfUser(Action, request.UserName, call)).With(ResourceTags.Named(request.TagKeys))];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        ResourceTags.Remove(async () => (await NamedUser.Of(request.UserName, call)).UserId, request.TagKeys, call);
}
