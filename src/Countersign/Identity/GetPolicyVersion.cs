namespace Countersign.Identity;

/// <summary>Tells the document of a managed policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html"/>
public sealed class GetPolicyVersion : IOperation<GetPolicyVersion.Request, GetPolicyVersion.Response>
{
    private readonly ManagedPolicies _managed;

    internal GetPolicyVersion(ManagedPolicies managed) => _managed = managed;

    /// <summary>Which version of which policy.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    /// <param name="VersionId"><c>v</c> and a number; policies that come with the server have <c>v1</c> only.</param>
    public sealed record Request(string PolicyArn, string VersionId) : IRequest<Response>;

    /// <summary>The version.</summary>
    /// <param name="PolicyVersion">With its document.</param>
    public sealed record Response(IamPolicyVersion PolicyVersion);

    /// <inheritdoc/>
    public static string Action => "iam:GetPolicyVersion";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnPolicy(Action, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such policy, or no such version.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var policy = await _managed.Seen(request.PolicyArn, call);
        if (policy.Own is { } own)
            return new Response(IamPolicyVersion.Whole(own, await ManagedPolicies.Version(own, request.VersionId, call.Store)));
        if (request.VersionId != IamPolicy.OnlyVersion)
            throw IamErrors.NoSuchPolicyVersion(request.PolicyArn, request.VersionId);
        var account = await call.Store.Accounts.Find(call.AccountId);
        return new Response(IamPolicyVersion.Only(account!.CreatedAt) with { Document = Uri.EscapeDataString(policy.Document.Text) });
    }
}
