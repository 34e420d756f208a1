using Countersign.Otp.SeedFiles;

namespace Countersign.Mfa.Tokens;

/// <summary>Reads what people type to open an encrypted file.</summary>
internal static class SeedKeys
{
    /// <summary>Takes a passphrase, a key in hex or Base64, and the id of a device; any of them may be missing.</summary>
    /// <exception cref="ApiError">WrongKey: the key is not 16, 24 or 32 bytes in hex or Base64.</exception>
    public static SeedFileKeys Of(string? passphrase, string? key, string? deviceId)
    {
        ReadOnlyMemory<byte>? bytes = string.IsNullOrWhiteSpace(key) ? null : KeyOf(key);
        return new SeedFileKeys(
            string.IsNullOrEmpty(passphrase) ? null : passphrase, bytes, string.IsNullOrWhiteSpace(deviceId) ? null : deviceId.Trim());
    }

    private static byte[] KeyOf(string text)
    {
        var squeezed = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not (':' or '-')));
        if (squeezed.Length is 32 or 48 or 64 && squeezed.All(char.IsAsciiHexDigit))
            return Convert.FromHexString(squeezed);
        var key = new byte[48];
        return Convert.TryFromBase64String(string.Concat(text.Where(c => !char.IsWhiteSpace(c))), key, out var length) && length is 16 or 24 or 32
            ? key[..length]
            : throw TokenErrors.NotAKey();
    }
}
