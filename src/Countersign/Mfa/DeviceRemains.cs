using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>What a device that is nobody's leaves behind.</summary>
internal static class DeviceRemains
{
    /// <summary>Does with a device that has just been taken from its user what its kind asks for.</summary>
    /// <param name="device">As it was, with its user.</param>
    /// <param name="call">The call.</param>
    /// <param name="deleteKept">Whether a device that nobody else would delete is deleted as well.</param>
    public static async Task Settle(MfaDevice device, Call call, bool deleteKept)
    {
        await call.Store.AttemptCounters.Clear(call.AccountId, Attempt.OfDevice(device.DeviceId));
        var kind = SecondFactor.Of(device);
        if (kind.Afterlife == Afterlife.Inventory)
        {
            await call.Store.MfaDevices.Rename(device, device.SerialNumber);    // its name was its user's
            await kind.Return(device, call);
        }
        else if (kind.Afterlife == Afterlife.Gone || deleteKept)
        {
            await Delete(device, call);
        }
    }

    /// <summary>Deletes the device and all that hangs on it.</summary>
    /// <returns>False when it is somebody's, or gone already.</returns>
    public static async Task<bool> Delete(MfaDevice device, Call call)
    {
        if (!await call.Store.MfaDevices.Remove(device.DeviceId))
            return false;
        await call.Store.Tags.RemoveAll(device.DeviceId);
        await call.Store.AttemptCounters.Clear(call.AccountId, Attempt.OfDevice(device.DeviceId));
        return true;
    }
}
