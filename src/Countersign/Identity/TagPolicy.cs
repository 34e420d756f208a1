namespace Countersign.Identity;

/// <summary>Adds tags to a managed policy of the account; a key that is there, in whatever case, gets the new value.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html"/>
public sealed class TagPolicy : IOperation<TagPolicy.Request, Nothing>
{
    private readonly ManagedPolicies _managed;

    internal TagPolicy(ManagedPolicies managed) => _managed = managed;

    /// <summary>Which policy, which tags.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    /// <param name="Tags">At most 50, and 50 with those that are there.</param>
    public sealed record Request(string PolicyArn, IReadOnlyList<Tag> Tags) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:TagPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        PolicyTags.Needs(Action, request.PolicyArn, Needed.RequestTags(request.Tags), call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">
    /// ValidationError: no ARN; AccessDenied: it comes with the server; NoSuchEntity; InvalidInput: two keys that differ only in case; LimitExceeded.
    /// </exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        TagRules.Check(request.Tags);
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row while tags are counted
        var policy = await _managed.Own(Action, request.PolicyArn, call);
        await call.Store.Tags.Set(call.AccountId, policy.PolicyId, request.Tags);
        if ((await call.Store.Tags.Of(policy.PolicyId)).Count > TagRules.PerResource)
            throw IamErrors.QuotaExceeded("TagsPerResource", TagRules.PerResource);
        return Nothing.Value;
    }
}
