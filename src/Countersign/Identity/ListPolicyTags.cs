namespace Countersign.Identity;

/// <summary>Lists the tags of a managed policy in the order of their keys; those that come with the server have none.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html"/>
public sealed class ListPolicyTags : IOperation<ListPolicyTags.Request, ListPolicyTags.Response>
{
    private readonly ManagedPolicies _managed;

    internal ListPolicyTags(ManagedPolicies managed) => _managed = managed;

    /// <summary>Of which policy.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string PolicyArn, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of tags.</summary>
    /// <param name="Tags">The tags.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<Tag> Tags, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListPolicyTags";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnPolicy(Action, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN, or the marker is not ours; NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var policy = await _managed.Seen(request.PolicyArn, call);
        var after = Marker.Read(request.Marker);
        var tags = (await call.Store.Tags.Of(policy.PolicyId))
            .OrderBy(tag => tag.Key, StringComparer.OrdinalIgnoreCase)
            .Where(tag => StringComparer.OrdinalIgnoreCase.Compare(tag.Key, after) > 0)
            .ToList();
        var (page, isTruncated, next) = Marker.Cut(tags, request.MaxItems, tag => tag.Key);
        return new Response(page, isTruncated, next);
    }
}
