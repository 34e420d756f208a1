namespace Countersign.Identity;

/// <summary>Lists the versions of a managed policy, the youngest first.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html"/>
public sealed class ListPolicyVersions : IOperation<ListPolicyVersions.Request, ListPolicyVersions.Response>
{
    private readonly ManagedPolicies _managed;

    internal ListPolicyVersions(ManagedPolicies managed) => _managed = managed;

    /// <summary>Of which policy.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string PolicyArn, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of versions.</summary>
    /// <param name="Versions">Without their documents, as in AWS.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<IamPolicyVersion> Versions, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListPolicyVersions";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnPolicy(Action, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN, or the marker is not ours; NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var before = Marker.Read(request.Marker) is { Length: > 0 } id ? IamPolicyVersion.Number(id) ?? throw IamErrors.InvalidMarker() : int.MaxValue;
        var versions = (await All(request.PolicyArn, call)).Where(version => IamPolicyVersion.Number(version.VersionId) < before).ToList();
        var (page, isTruncated, next) = Marker.Cut(versions, request.MaxItems, version => version.VersionId);
        return new Response(page, isTruncated, next);
    }

    private async Task<IEnumerable<IamPolicyVersion>> All(string policyArn, Call call)
    {
        var policy = await _managed.Seen(policyArn, call);
        return policy.Own is { } own
            ? (await call.Store.Policies.Versions(own.PolicyId)).Select(version => IamPolicyVersion.Of(own, version))
            : [IamPolicyVersion.Only((await call.Store.Accounts.Find(call.AccountId))!.CreatedAt)];
    }
}
