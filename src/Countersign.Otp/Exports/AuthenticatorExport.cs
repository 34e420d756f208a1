namespace Countersign.Otp.Exports;

/// <summary>What an authenticator app or another server lets one take along.</summary>
/// <param name="FormatName">For people: "Aegis (plain JSON)".</param>
/// <param name="Rows">The entries, in their order.</param>
public sealed record AuthenticatorExport(string FormatName, IReadOnlyList<ExportRow> Rows)
{
    /// <summary>The longest export that is read, in characters: some ten thousand entries.</summary>
    public const int LongestText = 4 * 1024 * 1024;

    /// <summary>Recognises and reads an export.</summary>
    /// <param name="text">
    /// Aegis's plain JSON; or one URI a line: <c>otpauth://…</c>, or <c>otpauth-migration://…</c> of Google Authenticator
    /// (all QR codes of one export, in any order). Empty lines and those that begin with <c>#</c> are left out.
    /// </param>
    /// <returns>The entries; one that cannot be taken over says why, and hides no other.</returns>
    /// <exception cref="FormatException">It is none of these, or damaged as a whole; the message says what would be right.</exception>
    public static AuthenticatorExport Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText)
            throw new FormatException($"The export has more than {LongestText / 1024 / 1024} million characters. Split it.");

        var trimmed = text.TrimStart('\uFEFF').Trim();
        if (trimmed.StartsWith('{'))
            return new AuthenticatorExport("Aegis (plain JSON)", AegisExport.Read(trimmed));
        if (trimmed.StartsWith("otpauth", StringComparison.OrdinalIgnoreCase) || trimmed.StartsWith('#'))
            return UriList.Read(trimmed);
        throw new FormatException(
            "This is no export that is known here: Aegis's JSON without a password, or a list of otpauth:// or otpauth-migration:// URIs, one a line.");
    }
}
