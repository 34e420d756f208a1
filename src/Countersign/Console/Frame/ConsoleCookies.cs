using Countersign.Mfa;
using Countersign.SignIn;
using Microsoft.AspNetCore.Antiforgery;

namespace Countersign.Console.Frame;

/// <summary>The console's cookies.</summary>
internal enum ConsoleCookie
{
    /// <summary>Who is signed in; ends with the browser.</summary>
    Session,

    /// <summary>A sign-in under way; until its row is over.</summary>
    Attempt,

    /// <summary>A browser that somebody has signed in with before; half a year.</summary>
    Browser,

    /// <summary>The account typed last, for the sign-in page; a year. Not secret.</summary>
    Account,

    /// <summary>A secret on its way to the page that shows it once; two minutes, sealed.</summary>
    Secret,
}

/// <summary>Names and writes cookies: <c>__Host-</c> and Secure over HTTPS, else with the port in the name, since cookies ignore ports.</summary>
internal sealed class ConsoleCookies(ServerOptions options)
{
    private readonly bool _public = options.PublicUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ?? false;
    private readonly int? _publicPort = options.PublicUrl is { } url ? new Uri(url).Port : null;    // one name for all nodes behind it
    private readonly bool _tls = options.PublicUrl is null && options.Urls.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when browsers reach this console over TLS, as configured; never by a header.</summary>
    public bool IsSecure(HttpContext http) => _public || (options.PublicUrl is null && http.Request.IsHttps);

    public string? Read(HttpContext http, ConsoleCookie cookie) => http.Request.Cookies[Name(http, cookie)] is { Length: > 0 } value ? value : null;

    public void Write(HttpContext http, ConsoleCookie cookie, string value) =>
        http.Response.Cookies.Append(Name(http, cookie), value, new CookieOptions
        {
            HttpOnly = true,
            Secure = IsSecure(http),
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
            MaxAge = cookie switch
            {
                ConsoleCookie.Attempt => NextStep.Lifetime + Enrolments.Lifetime,    // the longest; the row says when it is over
                ConsoleCookie.Browser => TimeSpan.FromDays(180),
                ConsoleCookie.Account => TimeSpan.FromDays(365),
                ConsoleCookie.Secret => OneTimeSecrets.Lifetime,
                _ => null,
            },
        });

    public void Remove(HttpContext http, ConsoleCookie cookie)
    {
        if (Read(http, cookie) is not null)
        {
            http.Response.Cookies.Delete(Name(http, cookie), new CookieOptions
            {
                HttpOnly = true,
                Secure = IsSecure(http),
                SameSite = SameSiteMode.Lax,
                Path = "/",
            });
        }
    }

    /// <summary>Gives the antiforgery cookie the same manners.</summary>
    public void Configure(AntiforgeryOptions antiforgery)
    {
        var secure = _public || _tls;
        antiforgery.Cookie.Name = secure ? "__Host-countersign-form" : $"countersign-form-{_publicPort ?? new Uri(Address()).Port}";
        antiforgery.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        antiforgery.Cookie.Path = "/";
        antiforgery.FormFieldName = "form";
        antiforgery.SuppressXFrameOptionsHeader = true;    // the content security policy says it
    }

    private string Address() => options.Urls.Split(';')[0].Trim().Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal);

    private string Name(HttpContext http, ConsoleCookie cookie)
    {
        var name = $"countersign-{cookie.ToString().ToLowerInvariant()}";
        return IsSecure(http) ? "__Host-" + name : $"{name}-{_publicPort ?? http.Connection.LocalPort}";
    }
}
