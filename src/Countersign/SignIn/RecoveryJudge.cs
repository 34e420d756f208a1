using System.Security.Cryptography;
using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>The one rule by which a recovery code, or one from an administrator, is accepted: wherever it is asked for.</summary>
/// <remarks>Two parts, since hashing is slow and must not hold the writer: one object serves one call.</remarks>
internal sealed class RecoveryJudge
{
    private string? _codeId;

    /// <summary>Hashes the code and compares it with every one that is left, whatever matched.</summary>
    public async Task Prepare(User user, RecoveryCode code, Call call)
    {
        var left = await call.Store.RecoveryCodes.Usable(user.UserId, code.Kind, call.Now);
        var hash = code.HashWith(left.Count > 0 ? left[0].Salt : new byte[RecoveryCode.SaltBytes]);    // a set has one salt; none takes as long
        foreach (var usable in left)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, usable.Hash))
                _codeId = usable.CodeId;
        }
    }

    /// <summary>Uses the code up, in the transaction of what it buys.</summary>
    /// <returns>What a session remembers as its second factor.</returns>
    /// <exception cref="ApiError">InvalidAuthenticationCode: not right, used, or over.</exception>
    public async Task<string> Spend(RecoveryCode code, Call call) =>
        _codeId is not null && await call.Store.RecoveryCodes.Use(_codeId, call.Now) ? code.Proof : throw SignInErrors.WrongRecoveryCode();
}
