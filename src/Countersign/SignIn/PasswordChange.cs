using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>Gives a user another password, whoever asks for it: rules, history, hash, and the end of older sessions.</summary>
/// <remarks>Two parts, since hashing is slow and must not hold the writer: one object serves one call.</remarks>
internal sealed class PasswordChange(PasswordHasher hasher)
{
    private LoginProfile? _old;
    private string? _hash;

    /// <summary>Checks the new password and hashes it.</summary>
    /// <param name="user">Whose password it will be.</param>
    /// <param name="password">The new one.</param>
    /// <param name="mustDiffer">True when even without a policy it may not be the current one.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="ApiError">PasswordPolicyViolation.</exception>
    public async Task Prepare(User user, Password password, bool mustDiffer, Call call)
    {
        var rules = await PasswordRules.Of(call.AccountId, call.Store);
        rules.Check(password, user.UserName);
        _old = await call.Store.LoginProfiles.Find(user.UserId);

        var forbidden = new List<string>();
        if (_old is not null && (mustDiffer || rules.ReusePrevention > 0))
            forbidden.Add(_old.PasswordHash);
        if (rules.ReusePrevention > 1)
            forbidden.AddRange(await call.Store.LoginProfiles.History(user.UserId, rules.ReusePrevention - 1));
        foreach (var earlier in forbidden)
        {
            if (await hasher.Verify(password, earlier) != PasswordVerdict.Wrong)
                throw IamErrors.PasswordTooWeak("It must not be one that was used before.");
        }

        _hash = await hasher.Hash(password);
    }

    /// <summary>Stores it, and ends what began with the old one.</summary>
    public async Task Apply(User user, bool resetRequired, Call call, byte[]? keepSession = null)
    {
        if (_old is null)
        {
            await call.Store.LoginProfiles.Add(new LoginProfile
            {
                UserId = user.UserId,
                AccountId = user.AccountId,
                PasswordHash = _hash!,
                ResetRequired = resetRequired,
                CreatedAt = call.Now,
                ChangedAt = call.Now,
            });
        }
        else if (!await call.Store.LoginProfiles.ChangePassword(_old, _hash!, resetRequired, call.Now))
        {
            throw SignInErrors.Over();
        }

        await Revocation.EndOtherSessions(user, call, keepSession);
    }
}
