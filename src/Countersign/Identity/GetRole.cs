namespace Countersign.Identity;

/// <summary>Tells about a role: path, ids, trust policy, boundary, tags, and when a session of it called last.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html"/>
public sealed class GetRole : IOperation<GetRole.Request, GetRole.Response>
{
    /// <summary>Which role.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    public sealed record Request(string RoleName) : IRequest<Response>;

    /// <summary>The role.</summary>
    /// <param name="Role">With boundary, tags and last use.</param>
    public sealed record Response(IamRole Role);

    /// <inheritdoc/>
    public static string Action => "iam:GetRole";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var role = await NamedRole.Of(request.RoleName, call);
        return new Response(await IamRole.Whole(role, call) with { RoleLastUsed = new RoleLastUsed(role.LastUsedAt, role.LastUsedRegion) });
    }
}
