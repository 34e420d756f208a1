namespace Countersign.Mfa;

/// <summary>Gives a user's device another name for people. Its serial number stays, since policies and programs know it by that.</summary>
public sealed class RenameMFADevice : IOperation<RenameMFADevice.Request, Nothing>
{
    /// <summary>Which device, and its new name.</summary>
    /// <param name="UserName">Whose it is.</param>
    /// <param name="SerialNumber">The device.</param>
    /// <param name="DeviceName">1 to 128 letters, digits and <c>+=,.@_-</c>.</param>
    public sealed record Request(string UserName, SerialNumber SerialNumber, string DeviceName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "countersign:RenameMFADevice";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(EnableMFADevice.Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity, ValidationError; EntityAlreadyExists: another of the user's devices is called so.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        if (!DeviceName.IsGood(request.DeviceName))
            throw MfaErrors.BadName();
        await call.Store.Users.Lock(user.UserId);
        var devices = await call.Store.MfaDevices.Of(user.UserId);
        var device = devices.FirstOrDefault(device => device.SerialNumber == request.SerialNumber.Value) ?? throw IamErrors.NotThisUsersDevice();
        if (devices.Any(other => other != device && other.Name == request.DeviceName))
            throw MfaErrors.NameTaken(request.DeviceName);
        await call.Store.MfaDevices.Rename(device, request.DeviceName);
        return Nothing.Value;
    }
}
