using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>The one rule by which a code is accepted, at sign-in, in STS and in the API.</summary>
/// <remarks>The attempt has been spent by the pipeline; what is spent here is the code, in the transaction of what it buys.</remarks>
internal sealed class CodeJudge(IMeterFactory meters, MfaOptions options)
{
    private readonly Counter<long> _judged = meters.Create("Countersign").CreateCounter<long>(
        "countersign.mfa.codes_judged", "{code}", "Codes compared with a device's secret; those refused unjudged are not in it.");

    /// <summary>Accepts one code of a device that is somebody's, and spends it.</summary>
    public async Task<CodeOutcome> Spend(MfaDevice device, OneTimeCode code, Call call)
    {
        var secret = await call.Store.MfaDevices.Secret(device);
        try
        {
            _judged.Add(1);
            var verdict = SecondFactor.Of(device).Verify(secret, device.State, code, call.Now);
            if (verdict.Outcome != CodeOutcome.Accepted)
                return verdict.Outcome;
            return await call.Store.MfaDevices.Spend(device, verdict.Next, call.Now) ? CodeOutcome.Accepted : CodeOutcome.AlreadyUsed;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Finds where two codes in a row fit: the proof that somebody holds the device and that its clock is known.</summary>
    /// <exception cref="ApiError">InvalidAuthenticationCode; in the console it says what was wrong.</exception>
    public async Task<ConsecutiveMatch> FindPair(MfaDevice device, OneTimeCode first, OneTimeCode second, Call call)
    {
        var secret = await call.Store.MfaDevices.Secret(device);
        try
        {
            _judged.Add(1);
            var kind = SecondFactor.Of(device);
            if (kind.FindConsecutive(secret, first, second, call.Now, options.EnrolmentWindow) is { } match)
                return match;
            throw call.Caller is UserCaller { Credential: Credential.Console }
                ? MfaErrors.CodesDoNotFit(kind.Diagnose(secret, device.State, first, second, call.Now, options.EnrolmentWindow))
                : IamErrors.CodesDoNotFit();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
