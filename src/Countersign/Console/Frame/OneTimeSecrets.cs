using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.Console.Frame;

/// <summary>Carries a new secret from the form that made it to the page that shows it, once: sealed, in a cookie of two minutes.</summary>
/// <remarks>Bound to the user and the page. So a reload neither makes a second secret nor shows the first again, and the server keeps none.</remarks>
internal sealed class OneTimeSecrets(IDataProtectionProvider protection, ConsoleCookies cookies)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private readonly IDataProtector _protector = protection.CreateProtector("one-time secret");

    /// <summary>Sends a secret ahead.</summary>
    /// <param name="visit">The visit that made it.</param>
    /// <param name="page">The path of the page that may show it.</param>
    /// <param name="secret">Its parts.</param>
    public void Send(Visit visit, string page, params string[] secret) => cookies.Write(
        visit.Http, ConsoleCookie.Secret,
        _protector.Protect(JsonSerializer.Serialize<string[]>([Owner(visit), page, (visit.Now + Lifetime).ToString("O"), .. secret])));

    /// <summary>Takes the secret that was sent to this page.</summary>
    /// <exception cref="ApiError">NoSuchEntity: shown already, too old, or of another page.</exception>
    public string[] Take(Visit visit)
    {
        var sealedText = cookies.Read(visit.Http, ConsoleCookie.Secret) ?? throw FormErrors.ShownAlready();
        cookies.Remove(visit.Http, ConsoleCookie.Secret);
        try
        {
            var parts = JsonSerializer.Deserialize<string[]>(_protector.Unprotect(sealedText))!;
            var fits = parts[0] == Owner(visit) && parts[1] == visit.Http.Request.Path.ToUriComponent()
                && visit.Now <= DateTimeOffset.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture);
            return fits ? parts[3..] : throw FormErrors.ShownAlready();
        }
        catch (CryptographicException)
        {
            throw FormErrors.ShownAlready();
        }
    }

    private static string Owner(Visit visit) => visit.Session!.UserName;
}
