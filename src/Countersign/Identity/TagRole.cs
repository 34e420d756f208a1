namespace Countersign.Identity;

/// <summary>Adds tags to a role; a key that is there, in whatever case, gets the new value.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html"/>
public sealed class TagRole : IOperation<TagRole.Request, Nothing>
{
    /// <summary>Which role, which tags.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="Tags">At most 50, and 50 with those that are there.</param>
    public sealed record Request(string RoleName, IReadOnlyList<Tag> Tags) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:TagRole";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [(await Needed.OfRole(Action, request.RoleName, call)).With(Needed.RequestTags(request.Tags))];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; InvalidInput: two keys that differ only in case; LimitExceeded.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        ResourceTags.Add(async () => (await NamedRole.Of(request.RoleName, call)).RoleId, request.Tags, call);
}
