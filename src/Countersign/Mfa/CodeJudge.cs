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
    /// <param name="device">The device.</param>
    /// <param name="code">What it shows.</param>
    /// <param name="call">The call whose attempt has been spent.</param>
    /// <param name="next">The code it shows next, where a kind asks for it after wrong ones.</param>
    public async Task<CodeOutcome> Spend(MfaDevice device, Passcode code, Call call, Passcode? next = null)
    {
        if (SecondFactor.Of(device) is not CodeDevice kind || !IsValid(device, call.Now))
            return CodeOutcome.Wrong;

        var asksForNext = kind.AsksForNextCode(int.MaxValue) && kind.AsksForNextCode(await WrongTries(device, call));
        var secret = await call.Store.MfaDevices.Secret(device);
        try
        {
            _judged.Add(1);
            if (asksForNext && next is { } following)
            {
                var fit = kind.FindConsecutive(device, secret, code, following, call.Now, kind.NextCodeWindow(device));
                return fit is not { } pair ? CodeOutcome.Wrong
                    : device.State.Resync(pair.Match, ResyncBy.Owner) is { } state && await call.Store.MfaDevices.Spend(device, state, call.Now)
                        ? CodeOutcome.Accepted
                        : CodeOutcome.AlreadyUsed;
            }

            var verdict = kind.Verify(device, secret, code, call.Now);
            if (asksForNext)
                return CodeOutcome.Wrong;    // judged all the same, so that the time tells nothing
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
    public async Task<PairFit> FindPair(MfaDevice device, Passcode first, Passcode second, Call call)
    {
        if (SecondFactor.Of(device) is not CodeDevice kind)
            throw IamErrors.CodesDoNotFit();
        var secret = await call.Store.MfaDevices.Secret(device);
        try
        {
            _judged.Add(1);
            if (kind.FindConsecutive(device, secret, first, second, call.Now, options.EnrolmentWindow) is { } match)
                return match;
            throw call.IsFromBrowser
                ? MfaErrors.CodesDoNotFit(kind.Diagnose(device, secret, first, second, call.Now, options.EnrolmentWindow))
                : IamErrors.CodesDoNotFit();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Whether the maker's dates allow the device's use.</summary>
    public static bool IsValid(MfaDevice device, DateTimeOffset now) =>
        !(device.ValidFrom > now) && !(device.ValidUntil <= now);

    private static async Task<int> WrongTries(MfaDevice device, Call call) =>
        (await call.Store.AttemptCounters.Find(call.AccountId, Attempt.OfDevice(device.DeviceId)))?.FoundWrong ?? 0;
}
