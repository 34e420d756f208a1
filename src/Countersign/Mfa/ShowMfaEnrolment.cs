using System.Security.Cryptography;
using Countersign.Otp;

namespace Countersign.Mfa;

/// <summary>Shows a device that is being set up in this browser again: the QR code and the key, until two codes have proven it.</summary>
public sealed class ShowMfaEnrolment : IOperation<ShowMfaEnrolment.Request, ShowMfaEnrolment.Response>
{
    private readonly MfaOptions _options;

    internal ShowMfaEnrolment(MfaOptions options) => _options = options;

    /// <summary>Which device.</summary>
    /// <param name="UserName">Who will have it.</param>
    /// <param name="SerialNumber">From StartMfaEnrolment.</param>
    public sealed record Request(string UserName, SerialNumber SerialNumber) : IRequest<Response>;

    /// <summary>What the app must be told.</summary>
    /// <param name="DeviceName">Its name.</param>
    /// <param name="Issuer">As the app will show it.</param>
    /// <param name="Account">As the app will show it: device and account.</param>
    /// <param name="Link">The otpauth URI: secret.</param>
    /// <param name="Base32Key">The key as text, without spaces: secret.</param>
    /// <param name="QrPath">The dark modules of the QR code, as an SVG path in modules: secret.</param>
    /// <param name="QrSide">The side of the QR code with its quiet zone, in modules.</param>
    /// <param name="ExpiresAt">When the page is over.</param>
    public sealed record Response(
        string DeviceName, string Issuer, string Account, string Link, string Base32Key, string QrPath, int QrSide, DateTimeOffset ExpiresAt)
    {
        /// <summary>Does not show the secret.</summary>
        public override string ToString() => DeviceName;
    }

    /// <inheritdoc/>
    public static string Action => "countersign:ShowMfaEnrolment";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await EnableMFADevice.NeedFor(request.UserName, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: not this browser's, or over.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var device = await call.Store.MfaDevices.Find(call.AccountId, request.SerialNumber.Value);
        if (device is not { UserId: null, WizardSession: not null } || !Enrolments.MayUse(device, call))
            throw MfaErrors.EnrolmentOver();

        var account = await call.Store.Accounts.Find(call.AccountId);
        var accountName = account?.Alias ?? call.AccountId;
        var secret = await call.Store.MfaDevices.Secret(device);
        try
        {
            var link = EnrolmentLink.Write(_options.Issuer, device.Name, accountName, secret);
            var (path, side) = EnrolmentLink.Svg(link);
            return new Response(
                device.Name, _options.Issuer, $"{device.Name}@{accountName}", link, Base32.Encode(secret), path, side, device.ExpiresAt!.Value);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
