namespace Countersign.Identity;

/// <summary>Lists instance profiles in the order of their names.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html"/>
public sealed class ListInstanceProfiles : IOperation<ListInstanceProfiles.Request, ListInstanceProfiles.Response>
{
    /// <summary>Which instance profiles.</summary>
    /// <param name="PathPrefix">Only those whose path begins so; all when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string? PathPrefix = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of instance profiles.</summary>
    /// <param name="InstanceProfiles">With their roles and without their tags, as in AWS.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<IamInstanceProfile> InstanceProfiles, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListInstanceProfiles";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Task.FromResult<IReadOnlyList<Need>>(
        [new Need(Action, Arn.OfInstanceProfile(call.AccountId, request.PathPrefix ?? "/", ""))]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var rows = await call.Store.InstanceProfiles.Page(
            call.AccountId, request.PathPrefix ?? "/", Marker.Read(request.Marker), (request.MaxItems ?? Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Marker.Cut(rows, request.MaxItems, row => row.Profile.ProfileName);
        return new Response(await IamInstanceProfile.Of(page, call), isTruncated, next);
    }
}
