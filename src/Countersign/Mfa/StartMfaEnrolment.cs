using System.Security.Cryptography;

namespace Countersign.Mfa;

/// <summary>Begins to set up an authenticator app in the console: a sealed device that only this browser's session sees, for 15 minutes.</summary>
/// <remarks>Devices made in the console have the path <c>/USER/</c>, so that alice's "phone" and bob's do not collide. EnableMFADevice ends it.</remarks>
public sealed class StartMfaEnrolment : IOperation<StartMfaEnrolment.Request, StartMfaEnrolment.Response>
{
    private readonly MfaOptions _options;

    internal StartMfaEnrolment(MfaOptions options) => _options = options;

    /// <summary>For whom, under what name.</summary>
    /// <param name="UserName">Who will have the device.</param>
    /// <param name="DeviceName">1 to 128 letters, digits and <c>+=,.@_-</c>.</param>
    public sealed record Request(string UserName, string DeviceName) : IRequest<Response>;

    /// <summary>The device.</summary>
    /// <param name="SerialNumber">Its ARN, for ShowMfaEnrolment and EnableMFADevice.</param>
    public sealed record Response(SerialNumber SerialNumber);

    /// <inheritdoc/>
    public static string Action => "countersign:StartMfaEnrolment";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [
            EnableMFADevice.AtEnrolment(new Need(CreateVirtualMFADevice.Action, SerialOf(request, call)), request.UserName, call),
            await EnableMFADevice.NeedFor(request.UserName, call),
        ];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity, EntityAlreadyExists, LimitExceeded, ValidationError.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var browser = call.Browser ?? throw SignIn.SignInErrors.SessionEnded();
        if (!DeviceName.IsGood(request.DeviceName))
            throw MfaErrors.BadName();
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        if (await call.Store.MfaDevices.CountOf(user.UserId) >= _options.DevicesPerUser)
            throw IamErrors.QuotaExceeded("MFADevicesPerUser", _options.DevicesPerUser);

        var serial = SerialOf(request, call);
        if (await call.Store.MfaDevices.Find(call.AccountId, serial) is { WizardSession: not null } unfinished)
            await call.Store.MfaDevices.Remove(unfinished.DeviceId);    // an earlier try under the same name: begin anew

        var device = VirtualDevice.New(call.AccountId, serial, request.DeviceName, call.Now) with
        {
            ExpiresAt = call.Now + Enrolments.Lifetime,
            WizardSession = browser,
        };
        return await call.Store.MfaDevices.Add(device, RandomNumberGenerator.GetBytes(VirtualDevice.SecretBytes))
            ? new Response(SerialNumber.Stored(serial))
            : throw MfaErrors.NameTaken(request.DeviceName);
    }

    private static string SerialOf(Request request, Call call) =>
        Arn.OfVirtualDevice(call.AccountId, $"/{request.UserName}/", request.DeviceName);
}
