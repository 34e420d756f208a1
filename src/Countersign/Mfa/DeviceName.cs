namespace Countersign.Mfa;

/// <summary>The rule for names of virtual devices (IAM API Reference, CreateVirtualMFADevice), for requests that have no service model.</summary>
internal static class DeviceName
{
    public const int MaxLength = 128;

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-");

    /// <summary>A good name as near to a text as can be: other characters become a dash.</summary>
    public static string From(string text)
    {
        var name = new string(text.Trim().Take(MaxLength - 4).Select(letter => Allowed.Contains(letter) ? letter : '-').ToArray()).Trim('-');
        return name.Length > 0 ? name : "device";
    }

    public static bool IsGood(string name) => name.Length is >= 1 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(Allowed);
}
