namespace Countersign.Identity;

/// <summary>Puts a role into an instance profile, which has one at most.</summary>
/// <remarks>Whoever does so must be allowed to pass the role: <c>iam:PassRole</c>, to EC2, which is what instance profiles are for.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html"/>
public sealed class AddRoleToInstanceProfile : IOperation<AddRoleToInstanceProfile.Request, Nothing>
{
    /// <summary>Which role, into which instance profile.</summary>
    /// <param name="InstanceProfileName">1 to 128 characters.</param>
    /// <param name="RoleName">1 to 64 characters.</param>
    public sealed record Request(string InstanceProfileName, string RoleName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:AddRoleToInstanceProfile";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
    [
        await Needed.OfInstanceProfile(Action, request.InstanceProfileName, call),
        (await Needed.OfRole("iam:PassRole", request.RoleName, call)).With(
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase) { ["iam:PassedToService"] = ["ec2.amazonaws.com"] }),
    ];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; LimitExceeded: it has a role already.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: neither of the two is deleted meanwhile
        var profile = await NamedInstanceProfile.Of(request.InstanceProfileName, call);
        var role = await NamedRole.Of(request.RoleName, call);
        return await call.Store.InstanceProfiles.PutIn(profile.InstanceProfileId, role.RoleId)
            ? Nothing.Value
            : throw IamErrors.QuotaExceeded("InstanceSessionsPerInstanceProfile", Quotas.RolesPerInstanceProfile);
    }
}
