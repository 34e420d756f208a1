using Countersign.Mfa;

namespace Countersign.SignIn;

/// <summary>What the page of a sign-in under way needs to know.</summary>
public sealed class GetSignInStep : IOperation<GetSignInStep.Request, GetSignInStep.Response>
{
    /// <summary>Nothing to ask: the cookie says which sign-in.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>Where it stands.</summary>
    /// <param name="Step">What is asked for next.</param>
    /// <param name="UserName">Who signs in.</param>
    /// <param name="Devices">The user's devices, the last used first, disabled ones last; the password was right, so they may be named.</param>
    /// <param name="Wait">How long the next code must wait after too many wrong ones; null when it need not.</param>
    public sealed record Response(SignInStep Step, string UserName, IReadOnlyList<Device> Devices, TimeSpan? Wait);

    /// <summary>A device that can be asked for.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="SerialNumber">Its serial number.</param>
    /// <param name="Kind">As pages name it.</param>
    /// <param name="Proof">What it gives.</param>
    /// <param name="Digits">Digits of its codes; null when it shows none.</param>
    /// <param name="AsksForNextCode">True after wrong codes, for a kind that then wants two in a row.</param>
    /// <param name="IsDisabled">True after 100 wrong codes in a row.</param>
    /// <param name="Pin">What its PIN does to the code; null for a kind that knows no PIN.</param>
    public sealed record Device(
        string Name, SerialNumber SerialNumber, string Kind, ProofForm Proof, int? Digits, bool AsksForNextCode, bool IsDisabled, PinStyle? Pin);

    /// <inheritdoc/>
    public static string Action => "countersign:GetSignInStep";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    /// <exception cref="ApiError">SignInExpired.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (call.Caller is not PendingCaller pending)
            throw SignInErrors.Over();
        var devices = new List<Device>();
        foreach (var device in await call.Store.MfaDevices.Of(pending.User.UserId))
        {
            var kind = SecondFactor.Of(device);
            var tries = await call.Store.AttemptCounters.Find(call.AccountId, Attempt.OfDevice(device.DeviceId));
            devices.Add(new Device(
                device.Name, SerialNumber.Stored(device.SerialNumber), kind.Label, kind.Proof, kind.Digits(device),
                kind.AsksForNextCode(tries?.FoundWrong ?? 0), tries?.Failures >= Attempt.LockedAt, kind.Pin(device)));
        }

        var wait = (await call.Store.AttemptCounters.Find(call.AccountId, Attempt.OfUser(pending.User.UserId)))?.Wait(call.Now);
        return new Response(
            NextStep.Of(pending.Attempt.Step), pending.User.UserName, devices.OrderBy(device => device.IsDisabled).ToList(),
            wait > TimeSpan.Zero ? wait : null);
    }
}
