using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>What the three operations on the tags of MFA devices share.</summary>
internal static class DeviceTags
{
    /// <summary>An action on a device, with the condition keys of the tags that a request brings.</summary>
    public static async Task<IReadOnlyList<Need>> Needs(
        string action, SerialNumber serial, IReadOnlyDictionary<string, IReadOnlyList<string>> requestKeys, Call call) =>
        [(await Needed.OfDevice(action, serial.Value, call)).With(requestKeys)];

    /// <exception cref="ApiError">NoSuchEntity: no such device, or one that somebody else's wizard is setting up.</exception>
    public static async Task<MfaDevice> Find(SerialNumber serial, Call call) =>
        await call.Store.MfaDevices.Find(call.AccountId, serial.Value) is { } device && Enrolments.MayUse(device, call)
            ? device
            : throw IamErrors.NoSuchDevice(serial.Value);
}
