using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.Console;

/// <summary>Remembers, in a cookie, that a user has signed in with a browser: its wrong passwords are then counted apart.</summary>
/// <remarks>So somebody behind the same address cannot hold the user out. It opens nothing and stands for no factor.</remarks>
internal sealed class KnownBrowsers(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("known browser");

    /// <summary>A new cookie's value for a user.</summary>
    public string Issue(string userName) => _protector.Protect($"{userName.ToLowerInvariant()}\n{UniqueId.OfCookie()}");

    /// <summary>The browser's id if the cookie is one of this user's; else null.</summary>
    public string? Read(string? cookie, string userName)
    {
        if (string.IsNullOrEmpty(cookie))
            return null;
        try
        {
            var parts = _protector.Unprotect(cookie).Split('\n');
            return parts is [var name, var id] && name.Equals(userName, StringComparison.OrdinalIgnoreCase) ? id : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
