namespace Countersign.Identity;

/// <summary>Takes a role out of an instance profile.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html"/>
public sealed class RemoveRoleFromInstanceProfile : IOperation<RemoveRoleFromInstanceProfile.Request, Nothing>
{
    /// <summary>Which role, out of which instance profile.</summary>
    /// <param name="InstanceProfileName">1 to 128 characters.</param>
    /// <param name="RoleName">1 to 64 characters.</param>
    public sealed record Request(string InstanceProfileName, string RoleName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:RemoveRoleFromInstanceProfile";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfInstanceProfile(Action, request.InstanceProfileName, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such instance profile, no such role, or it has another one or none.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var profile = await NamedInstanceProfile.Of(request.InstanceProfileName, call);
        var role = await NamedRole.Of(request.RoleName, call);
        return await call.Store.InstanceProfiles.TakeOut(profile.InstanceProfileId, role.RoleId)
            ? Nothing.Value
            : throw IamErrors.RoleNotInInstanceProfile(request.RoleName, request.InstanceProfileName);
    }
}
