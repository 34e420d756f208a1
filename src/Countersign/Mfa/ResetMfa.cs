namespace Countersign.Mfa;

/// <summary>Takes all MFA devices from a user who has lost them: tokens go back to the inventory, the rest is deleted; sessions end, counters begin anew.</summary>
/// <remarks>Also the last resort on the server: <c>countersign reset-mfa USER</c>.</remarks>
public sealed class ResetMfa : IOperation<ResetMfa.Request, ResetMfa.Response>
{
    /// <summary>Whose.</summary>
    /// <param name="UserName">The user.</param>
    public sealed record Request(string UserName) : IRequest<Response>;

    /// <summary>What was done.</summary>
    /// <param name="Removed">Serial numbers of the devices taken from the user.</param>
    public sealed record Response(IReadOnlyList<string> Removed);

    /// <inheritdoc/>
    public static string Action => "countersign:ResetMfa";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        List<Need> needs = [await Needed.OfUser(DeactivateMFADevice.Action, request.UserName, call) with { FreshProof = true }];
        if (await call.Store.Users.Find(call.AccountId, request.UserName) is { } user)
        {
            foreach (var device in await call.Store.MfaDevices.Of(user.UserId))
            {
                if (SecondFactor.Of(device).Afterlife == Afterlife.Kept)
                    needs.Add(await Needed.OfDevice(DeleteVirtualMFADevice.Action, device.SerialNumber, call));
            }
        }

        return needs;
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        var removed = new List<string>();
        foreach (var device in await call.Store.MfaDevices.Of(user.UserId))
        {
            await call.Store.MfaDevices.Unassign(device);
            await DeviceRemains.Settle(device, call, deleteKept: true);
            removed.Add(device.SerialNumber);
        }

        await call.Store.AttemptCounters.Clear(call.AccountId, Attempt.OfUser(user.UserId));
        await call.Store.RecoveryCodes.RemoveWithoutDevice(user.UserId);
        await Revocation.EndOtherSessions(user, call);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return new Response(removed);
    }
}
