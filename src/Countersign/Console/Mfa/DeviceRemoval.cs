using Countersign.Identity;
using Countersign.Mfa;

namespace Countersign.Console.Mfa;

/// <summary>Takes a device from its user and deletes it where nothing else would, in one transaction; each step is authorised and audited.</summary>
internal static class DeviceRemoval
{
    public static async Task<Nothing> Run(string userName, GetUserCredentials.Device device, Batch batch, Operations operations)
    {
        await batch.Run(new DeactivateMFADevice.Request(device.SerialNumber, userName), operations);
        return device.Afterlife == Afterlife.Kept
            ? await batch.Run(new DeleteVirtualMFADevice.Request(device.SerialNumber), operations)
            : Nothing.Value;
    }
}
