namespace Countersign.Identity;

/// <summary>Takes tags from a managed policy of the account; keys that are not there are passed over.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html"/>
public sealed class UntagPolicy : IOperation<UntagPolicy.Request, Nothing>
{
    private readonly ManagedPolicies _managed;

    internal UntagPolicy(ManagedPolicies managed) => _managed = managed;

    /// <summary>Which policy, which tags.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    /// <param name="TagKeys">At most 50, in any case.</param>
    public sealed record Request(string PolicyArn, IReadOnlyList<string> TagKeys) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UntagPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        var keys = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        if (request.TagKeys.Count > 0)
            keys["aws:TagKeys"] = request.TagKeys;
        return PolicyTags.Needs(Action, request.PolicyArn, keys, call);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; AccessDenied: it comes with the server; NoSuchEntity.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var policy = await _managed.Own(Action, request.PolicyArn, call);
        await call.Store.Tags.Remove(policy.PolicyId, request.TagKeys);
        return Nothing.Value;
    }
}
