namespace Countersign.Identity;

/// <summary>Tells the document of a managed policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html"/>
public sealed class GetPolicyVersion : IOperation<GetPolicyVersion.Request, GetPolicyVersion.Response>
{
    private readonly ManagedPolicies _managed;

    internal GetPolicyVersion(ManagedPolicies managed) => _managed = managed;

    /// <summary>Which version of which policy.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    /// <param name="VersionId"><c>v1</c>: policies that come with the server have this one only.</param>
    public sealed record Request(string PolicyArn, string VersionId) : IRequest<Response>;

    /// <summary>The version.</summary>
    /// <param name="PolicyVersion">With its document.</param>
    public sealed record Response(Version PolicyVersion);

    /// <summary>A version of a managed policy.</summary>
    /// <param name="Document">The JSON, percent-encoded (RFC 3986).</param>
    /// <param name="VersionId">Its id.</param>
    /// <param name="IsDefaultVersion">Whether it is the one in force.</param>
    /// <param name="CreateDate">When the account got it.</param>
    public sealed record Version(string Document, string VersionId, bool IsDefaultVersion, DateTimeOffset CreateDate);

    /// <inheritdoc/>
    public static string Action => "iam:GetPolicyVersion";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        Task.FromResult<IReadOnlyList<Need>>([new Need(Action, request.PolicyArn)]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such policy, or no such version.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        PolicyArn.Check(request.PolicyArn);
        var policy = _managed.Find(request.PolicyArn) ?? throw IamErrors.NoSuchPolicy(request.PolicyArn);
        if (request.VersionId != IamPolicy.OnlyVersion)
            throw IamErrors.NoSuchPolicyVersion(request.PolicyArn, request.VersionId);
        var account = await call.Store.Accounts.Find(call.AccountId);
        return new Response(new Version(
            Uri.EscapeDataString(policy.Document.Text), IamPolicy.OnlyVersion, IsDefaultVersion: true, account!.CreatedAt));
    }
}
