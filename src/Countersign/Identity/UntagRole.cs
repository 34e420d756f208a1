namespace Countersign.Identity;

/// <summary>Takes tags from a role; keys that are not there are passed over.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html"/>
public sealed class UntagRole : IOperation<UntagRole.Request, Nothing>
{
    /// <summary>Which role, which tags.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="TagKeys">At most 50, in any case.</param>
    public sealed record Request(string RoleName, IReadOnlyList<string> TagKeys) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UntagRole";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [(await Needed.OfRole(Action, request.RoleName, call)).With(ResourceTags.Named(request.TagKeys))];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        ResourceTags.Remove(async () => (await NamedRole.Of(request.RoleName, call)).RoleId, request.TagKeys, call);
}
