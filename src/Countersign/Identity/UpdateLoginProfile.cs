using Countersign.SignIn;

namespace Countersign.Identity;

/// <summary>Gives a user who has a password another one, or says whether it must be changed at the next sign-in.</summary>
/// <remarks>A new password ends the user's other sessions.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html"/>
public sealed class UpdateLoginProfile : IOperation<UpdateLoginProfile.Request, Nothing>
{
    private readonly PasswordChange _change;

    internal UpdateLoginProfile(PasswordChange change) => _change = change;

    /// <summary>For whom, and what changes.</summary>
    /// <param name="UserName">1 to 64 characters.</param>
    /// <param name="Password">Must satisfy the account's password policy; stays when left out.</param>
    /// <param name="PasswordResetRequired">Whether the user must choose another at the next sign-in; stays when left out.</param>
    public sealed record Request(string UserName, Password? Password = null, bool? PasswordResetRequired = null) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UpdateLoginProfile";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    public async Task Prepare(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        if (await call.Store.LoginProfiles.Find(user.UserId) is null)
            throw IamErrors.NoLoginProfile(user.UserName);
        if (request.Password is not null)
            await _change.Prepare(user, request.Password, mustDiffer: false, call);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such user, or no password; PasswordPolicyViolation.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        var profile = await call.Store.LoginProfiles.Find(user.UserId) ?? throw IamErrors.NoLoginProfile(user.UserName);
        var resetRequired = request.PasswordResetRequired ?? profile.ResetRequired;
        if (request.Password is null)
            await call.Store.LoginProfiles.SetResetRequired(user.UserId, resetRequired);
        else
            await _change.Apply(user, resetRequired, call);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
