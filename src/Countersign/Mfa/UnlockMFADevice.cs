namespace Countersign.Mfa;

/// <summary>Enables a device again that too many wrong codes in a row have disabled.</summary>
/// <remarks>Asks for what a resync asks for: an administrator, or the user with a fresh proof by another device.</remarks>
public sealed class UnlockMFADevice : IOperation<UnlockMFADevice.Request, Nothing>
{
    /// <summary>Which device.</summary>
    /// <param name="UserName">Whose it is.</param>
    /// <param name="SerialNumber">The device.</param>
    public sealed record Request(string UserName, SerialNumber SerialNumber) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "countersign:UnlockMFADevice";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfUser(ResyncMFADevice.Action, request.UserName, call) with { FreshProof = true }];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        var device = await call.Store.MfaDevices.Find(call.AccountId, request.SerialNumber.Value);
        if (device?.UserId != user.UserId)
            throw IamErrors.NotThisUsersDevice();
        await call.Store.AttemptCounters.Clear(call.AccountId, Attempt.OfDevice(device.DeviceId));
        await call.Store.AttemptCounters.Clear(call.AccountId, Attempt.OfUser(user.UserId));
        return Nothing.Value;
    }
}
