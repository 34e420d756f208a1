using System.Security.Cryptography;
using System.Text.Json;
using Countersign.Console.Frame;
using Countersign.Mfa.Tokens;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.Console.Tokens;

/// <summary>Carries what opens a file from its preview to its import: sealed, in the page, as long as the file is kept. The server stores none of it.</summary>
internal sealed class TypedKeys(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("keys of a seed file");

    /// <summary>Passphrase, key and device id, sealed for this user and this file; empty when nothing was.</summary>
    public string Seal(Visit visit, string uploadId, string[] typed) => typed.All(text => text.Length == 0)
        ? ""
        : _protector.Protect(JsonSerializer.Serialize<string[]>([visit.Session!.UserName, uploadId, (visit.Now + UploadedTokenFile.Lifetime).ToString("O"), .. typed]));

    /// <summary>Opens what <see cref="Seal"/> made; nothing when it is empty, too old, or of another file.</summary>
    public string[] Open(Visit visit, string uploadId, string sealedText)
    {
        if (sealedText.Length == 0)
            return Nothing();
        try
        {
            var parts = JsonSerializer.Deserialize<string[]>(_protector.Unprotect(sealedText))!;
            var fits = parts[0] == visit.Session!.UserName && parts[1] == uploadId
                && visit.Now <= DateTimeOffset.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture);
            return fits ? parts[3..] : Nothing();
        }
        catch (CryptographicException)
        {
            return Nothing();
        }
    }

    private static string[] Nothing() => ["", "", ""];
}
