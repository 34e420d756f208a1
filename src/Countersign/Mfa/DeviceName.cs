namespace Countersign.Mfa;

/// <summary>The rule for names of virtual devices (IAM API Reference, CreateVirtualMFADevice), for requests that have no service model.</summary>
internal static class DeviceName
{
    public const int MaxLength = 128;

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-");

    public static bool IsGood(string name) => name.Length is >= 1 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(Allowed);
}
