using Countersign.Mfa;

namespace Countersign.Console.Mfa;

/// <summary>Takes a device from its user and deletes it, in one transaction; each step is authorised and audited.</summary>
internal static class DeviceRemoval
{
    public static async Task<Nothing> Run(string userName, SerialNumber serial, Batch batch, Operations operations)
    {
        await batch.Run(new DeactivateMFADevice.Request(serial, userName), operations);
        return serial.Value.StartsWith("arn:", StringComparison.Ordinal)
            ? await batch.Run(new DeleteVirtualMFADevice.Request(serial), operations)
            : Nothing.Value;    // a token with a printed number outlives its user
    }
}
