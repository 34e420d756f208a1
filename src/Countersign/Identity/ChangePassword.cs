using Countersign.SignIn;

namespace Countersign.Identity;

/// <summary>Changes one's own password, by giving the old one.</summary>
/// <remarks>Ends one's other sessions. Wrong old passwords count as wrong passwords at sign-in do.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html"/>
public sealed class ChangePassword : IOperation<ChangePassword.Request, Nothing>
{
    private readonly PasswordHasher _hasher;
    private readonly PasswordChange _change;

    internal ChangePassword(PasswordHasher hasher, PasswordChange change) => (_hasher, _change) = (hasher, change);

    /// <summary>The proof, and what comes after it.</summary>
    /// <param name="OldPassword">The one until now.</param>
    /// <param name="NewPassword">Must satisfy the account's password policy, and differ.</param>
    public sealed record Request(Password OldPassword, Password NewPassword) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:ChangePassword";

    /// <inheritdoc/>
    /// <remarks>Nothing where the account's password policy lets users change their own password.</remarks>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await OwnNeed(call)];

    /// <summary>What the caller needs to change the own password.</summary>
    internal static async Task<Need> OwnNeed(Call call) => await Needed.OfUser(Action, null, call) with
    {
        UnlessDenied = (await PasswordRules.Of(call.AccountId, call.Store)).LetsUsersChange,
    };

    /// <inheritdoc/>
    public Task<Attempt?> Attempts(Request request, Call call) => Task.FromResult(MayHavePassword(call)
        ? new Attempt([Attempt.OfPassword(call.Self.UserName, call.Facts.CountedSource)], IamErrors.TooManyPasswords)
        : null);

    /// <inheritdoc/>
    public async Task Prepare(Request request, Call call)
    {
        if (!MayHavePassword(call))
            return;
        var profile = await call.Store.LoginProfiles.Find(call.Self.UserId) ?? throw IamErrors.NoLoginProfile(call.Self.UserName);
        if (await _hasher.Verify(request.OldPassword, profile.PasswordHash) == PasswordVerdict.Wrong)
            throw IamErrors.WrongOldPassword();
        await _change.Prepare(call.Self, request.NewPassword, mustDiffer: true, call);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">
    /// AccessDenied: the old password is wrong; PasswordPolicyViolation; NoSuchEntity: there is no password to change;
    /// InvalidUserType: the caller is no IAM user.
    /// </exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        if (!MayHavePassword(call))
            throw IamErrors.OnlyUsersHavePasswords();
        await _change.Apply(call.Self, resetRequired: false, call);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }

    private static bool MayHavePassword(Call call) =>
        call.Caller is UserCaller and not { Credential: Credential.Temporary { MfaAt: null } };
}
