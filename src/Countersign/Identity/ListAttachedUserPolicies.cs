namespace Countersign.Identity;

/// <summary>Lists the managed policies that are attached to a user.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html"/>
public sealed class ListAttachedUserPolicies : IOperation<ListAttachedUserPolicies.Request, ListAttachedUserPolicies.Response>
{
    private readonly ManagedPolicies _managed;

    internal ListAttachedUserPolicies(ManagedPolicies managed) => _managed = managed;

    /// <summary>Whose policies.</summary>
    /// <param name="UserName">1 to 64 characters.</param>
    /// <param name="PathPrefix">Only policies whose path begins so; all when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string UserName, string? PathPrefix = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of policies in the order of their ARNs.</summary>
    /// <param name="AttachedPolicies">The policies.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<AttachedPolicy> AttachedPolicies, bool IsTruncated, string? Marker);

    /// <summary>A policy by name and ARN.</summary>
    /// <param name="PolicyName">Its name.</param>
    /// <param name="PolicyArn">Its ARN.</param>
    public sealed record AttachedPolicy(string PolicyName, string PolicyArn);

    /// <inheritdoc/>
    public static string Action => "iam:ListAttachedUserPolicies";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        var after = Marker.Read(request.Marker);
        var policies = (await call.Store.PolicyAttachments.Of(user.UserId))
            .Where(arn => string.CompareOrdinal(arn, after) > 0
                && IamPolicy.OnlyPath.StartsWith(request.PathPrefix ?? IamPolicy.OnlyPath, StringComparison.Ordinal))
            .Select(arn => new AttachedPolicy(_managed.Find(arn)!.Name, arn))
            .ToList();
        var (page, isTruncated, next) = Marker.Cut(policies, request.MaxItems, policy => policy.PolicyArn);
        return new Response(page, isTruncated, next);
    }
}
