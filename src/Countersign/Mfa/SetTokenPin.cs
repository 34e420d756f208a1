using System.Security.Cryptography;
using Countersign.Otp.SecurId;

namespace Countersign.Mfa;

/// <summary>Sets, changes or takes off the PIN of a SecurID token: it is then part of what is typed at sign-in.</summary>
/// <remarks>For its owner, after a fresh proof. The PIN is kept sealed beside the seed, and leaves with the owner.</remarks>
public sealed class SetTokenPin : IOperation<SetTokenPin.Request, Nothing>
{
    /// <summary>Which token, and the PIN.</summary>
    /// <param name="UserName">Whose token it is.</param>
    /// <param name="SerialNumber">The token.</param>
    /// <param name="Style">What the PIN does to the code; None takes it off.</param>
    /// <param name="Pin">4 to 8 digits; null with None.</param>
    public sealed record Request(string UserName, SerialNumber SerialNumber, PinStyle Style, SecurIdPin? Pin = null) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "countersign:SetTokenPin";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfUser(ResyncMFADevice.Action, request.UserName, call) with { FreshProof = true }];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity, also for a device that knows no PIN; ValidationError when a style has no PIN, or none has one.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        var device = await call.Store.MfaDevices.Find(call.AccountId, request.SerialNumber.Value);
        if (device?.UserId != user.UserId)
            throw IamErrors.NotThisUsersDevice();
        if (SecondFactor.Of(device) is not SecurIdDevice)
            throw MfaErrors.KnowsNoPin();
        if ((request.Style == PinStyle.None) != request.Pin is null)
            throw MfaErrors.BadPin();

        var secret = await call.Store.MfaDevices.Secret(device);
        try
        {
            var style = request.Style == PinStyle.Added ? SecurIdPinStyle.Added : SecurIdPinStyle.Prepended;
            var (withPin, parameters) = SecurIdDevice.WithPin(device, secret, request.Pin, style);
            await call.Store.MfaDevices.Reseal(device, withPin, parameters);
            CryptographicOperations.ZeroMemory(withPin);
            return Nothing.Value;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
