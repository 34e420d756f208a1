namespace Countersign.Identity;

/// <summary>Adds tags to a user; a key that is there, in whatever case, gets the new value.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html"/>
public sealed class TagUser : IOperation<TagUser.Request, Nothing>
{
    /// <summary>Which user, which tags.</summary>
    /// <param name="UserName">1 to 128 characters.</param>
    /// <param name="Tags">At most 50, and 50 with those that are there.</param>
    public sealed record Request(string UserName, IReadOnlyList<Tag> Tags) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:TagUser";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [(await Needed.OfUser(Action, request.UserName, call)).With(Needed.RequestTags(request.Tags))];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; InvalidInput: two keys that differ only in case; LimitExceeded.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        ResourceTags.Add(async () => (await NamedUser.Of(request.UserName, call)).UserId, request.Tags, call);
}
