using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>Lists the instance profiles that have a role, in the order of their names.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html"/>
public sealed class ListInstanceProfilesForRole : IOperation<ListInstanceProfilesForRole.Request, ListInstanceProfilesForRole.Response>
{
    /// <summary>Which role's.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string RoleName, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of instance profiles.</summary>
    /// <param name="InstanceProfiles">With their roles and without their tags, as in AWS.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<IamInstanceProfile> InstanceProfiles, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListInstanceProfilesForRole";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var role = await NamedRole.Of(request.RoleName, call);
        var rows = await call.Store.InstanceProfiles.OfRole(role.RoleId, Marker.Read(request.Marker), (request.MaxItems ?? Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Marker.Cut(rows, request.MaxItems, profile => profile.ProfileName);
        return new Response(await IamInstanceProfile.Of([.. page.Select(profile => (profile, (Role?)role))], call), isTruncated, next);
    }
}
