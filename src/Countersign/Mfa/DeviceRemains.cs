using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>What a device that is nobody's leaves behind.</summary>
internal static class DeviceRemains
{
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
