namespace Countersign.Mfa;

/// <summary>Takes a device from its user; sign-in no longer asks for it. An app's device stays, nobody's; a token is back in the inventory; a passkey is gone.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html"/>
public sealed class DeactivateMFADevice : IOperation<DeactivateMFADevice.Request, Nothing>
{
    /// <summary>Which device.</summary>
    /// <param name="SerialNumber">The device.</param>
    /// <param name="UserName">Whose device it is; the caller's own when left out.</param>
    public sealed record Request(SerialNumber SerialNumber, string? UserName = null) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeactivateMFADevice";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfUser(Action, request.UserName, call) with { FreshProof = true }];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = request.UserName is null
            ? call.Self
            : await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        var device = await call.Store.MfaDevices.Find(call.AccountId, request.SerialNumber.Value)
            ?? throw IamErrors.NoSuchDevice(request.SerialNumber.Value);
        if (device.UserId != user.UserId || !await call.Store.MfaDevices.Unassign(device))
            throw IamErrors.NotThisUsersDevice();

        await DeviceRemains.Settle(device, call, deleteKept: false);
        if (call.Caller is not UserCaller { User.UserId: var caller } || caller != user.UserId)
            await call.Store.AttemptCounters.Clear(call.AccountId, Attempt.OfUser(user.UserId));
        await call.Store.RecoveryCodes.RemoveWithoutDevice(user.UserId);
        await Revocation.EndOtherSessions(user, call);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
