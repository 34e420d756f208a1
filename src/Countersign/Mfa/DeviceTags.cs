using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>What the three operations on the tags of MFA devices share.</summary>
internal static class DeviceTags
{
    /// <summary>An action on a device, with the condition keys of the tags that a request brings.</summary>
    public static async Task<IReadOnlyList<Need>> Needs(
        string action, SerialNumber serial, IReadOnlyDictionary<string, IReadOnlyList<string>> requestKeys, Call call)
    {
        var need = await Needed.OfDevice(action, serial.Value, call);
        return [need with { Keys = need.Keys.Concat(requestKeys).ToDictionary(StringComparer.OrdinalIgnoreCase) }];
    }

    /// <exception cref="ApiError">NoSuchEntity: no such device, or one that somebody else's wizard is setting up.</exception>
    public static async Task<MfaDevice> Find(SerialNumber serial, Call call) =>
        await call.Store.MfaDevices.Find(call.AccountId, serial.Value) is { } device && Enrolments.MayUse(device, call)
            ? device
            : throw IamErrors.NoSuchDevice(serial.Value);
}
