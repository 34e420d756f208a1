using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Countersign.Otp;

/// <summary>The text in an authenticator's QR code: <c>otpauth://totp/Issuer:account?secret=…</c>.</summary>
/// <remarks>
/// The format is the "Key URI Format" of Google Authenticator's wiki. Written strictly, so that every app reads it;
/// read tolerantly, as other programs write it. It holds the secret, so it never prints itself: only
/// <see cref="Write"/> does.
/// </remarks>
public sealed record OtpAuthUri
{
    private const string Scheme = "otpauth://";

    /// <summary>What an authenticator needs to know.</summary>
    /// <param name="kind">Time or counter.</param>
    /// <param name="issuer">
    /// Who the account is with; may be empty. No colon, no space at the ends, no control character.
    /// </param>
    /// <param name="account">Whose account it is; the same rule.</param>
    /// <param name="secret">The key, at least one byte; a copy is kept.</param>
    /// <param name="parameters">
    /// Hash, digits and period; T0 is the Unix epoch, since the format cannot say otherwise.
    /// </param>
    /// <param name="counter">For HOTP, the counter of the next code: 0 or more.</param>
    /// <exception cref="ArgumentException">A value breaks its rule.</exception>
    public OtpAuthUri(
        OathKind kind, string issuer, string account, ReadOnlySpan<byte> secret, OathParameters parameters,
        long counter = 0)
    {
        CheckName(issuer, nameof(issuer));
        CheckName(account, nameof(account));
        if (secret.IsEmpty)
            throw new ArgumentException("The secret is empty.", nameof(secret));
        if (parameters.Digits == 0 || parameters.T0 != DateTimeOffset.UnixEpoch)
            throw new ArgumentException("An otpauth URI needs parameters, and cannot carry a T0.", nameof(parameters));
        ArgumentOutOfRangeException.ThrowIfNegative(counter);

        Kind = kind;
        Issuer = issuer;
        Account = account;
        Secret = secret.ToArray();
        Parameters = parameters;
        Counter = counter;
    }

    /// <summary>Time or counter.</summary>
    public OathKind Kind { get; }

    /// <summary>Who the account is with; empty when not said.</summary>
    public string Issuer { get; }

    /// <summary>Whose account it is.</summary>
    public string Account { get; }

    /// <summary>The key.</summary>
    public ReadOnlyMemory<byte> Secret { get; }

    /// <summary>Hash, digits and period.</summary>
    public OathParameters Parameters { get; }

    /// <summary>The counter of the next code; 0 for TOTP.</summary>
    public long Counter { get; }

    /// <summary>The URI as every authenticator reads it. Contains the secret.</summary>
    /// <returns>
    /// Percent-encoded by RFC 3986 (a space is %20, never +), the secret first and without padding, the issuer both in
    /// the label and as a parameter.
    /// </returns>
    public string Write()
    {
        var issuer = Uri.EscapeDataString(Issuer);
        var account = Uri.EscapeDataString(Account);
        var hash = Parameters.Hash switch
        {
            OathHash.Sha256 => "SHA256",
            OathHash.Sha512 => "SHA512",
            _ => "SHA1",
        };
        return string.Concat(
            Scheme + (Kind == OathKind.Totp ? "totp/" : "hotp/"),
            issuer.Length == 0 ? account : $"{issuer}:{account}",
            $"?secret={Base32.Encode(Secret.Span)}",
            (issuer.Length == 0 ? "" : $"&issuer={issuer}")
            + string.Create(CultureInfo.InvariantCulture, $"&algorithm={hash}&digits={Parameters.Digits}")
            + (Kind == OathKind.Totp
                ? string.Create(CultureInfo.InvariantCulture, $"&period={(long)Parameters.Period.TotalSeconds}")
                : string.Create(CultureInfo.InvariantCulture, $"&counter={Counter}")));
    }

    /// <summary>Reads a URI that a person pasted or another program wrote.</summary>
    /// <param name="text">The URI.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="FormatException">
    /// It cannot be used; the message names the part, and never repeats the secret.
    /// </exception>
    public static OtpAuthUri Parse(string text) =>
        TryParse(text, out var uri, out var problem) ? uri : throw new FormatException(problem);

    /// <summary>Reads a URI that a person pasted or another program wrote.</summary>
    /// <param name="text">The URI.</param>
    /// <param name="uri">What it says.</param>
    /// <param name="problem">Why it cannot be used, the part named first: "digits: expected 6, 7 or 8".</param>
    /// <returns>Whether it can be used.</returns>
    /// <remarks>
    /// Accepted: any case of scheme, kind, secret and hash ("HmacSHA1", "SHA-1"); no issuer, or only one in the label;
    /// an encoded colon, spaces around the names; parameters that are missing (SHA-1, 6, 30) or unknown. When label and
    /// parameter name different issuers, the parameter counts.
    /// </remarks>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out OtpAuthUri? uri, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);

        try
        {
            uri = Read(text.Trim());
            problem = null;
            return true;
        }
        catch (FormatException refusal)
        {
            uri = null;
            problem = refusal.Message;
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Equals(OtpAuthUri? other) =>
        other is not null
        && (Kind, Issuer, Account, Parameters, Counter)
            == (other.Kind, other.Issuer, other.Account, other.Parameters, other.Counter)
        && CryptographicOperations.FixedTimeEquals(Secret.Span, other.Secret.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Issuer, Account, Parameters, Counter);

    /// <summary>Kind and names, never the secret.</summary>
    /// <returns>A text that is safe in a log.</returns>
    public override string ToString() => $"{Kind} of {Account} at {Issuer}";

    private static OtpAuthUri Read(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw new FormatException("scheme: expected a text that begins with otpauth://");

        var rest = text[Scheme.Length..].Split('#', 2)[0];
        var path = rest.Split('?', 2) is [var before, var after] ? before : rest;
        var parameters = ReadQuery(path.Length == rest.Length ? "" : rest[(path.Length + 1)..]);
        var kindAndLabel = path.Split('/', 2);
        var kind = kindAndLabel[0].ToUpperInvariant() switch
        {
            "TOTP" => OathKind.Totp,
            "HOTP" => OathKind.Hotp,
            _ => throw new FormatException("type: expected totp or hotp"),
        };

        var label = kindAndLabel.Length == 2 ? kindAndLabel[1] : "";
        var (issuer, account) = ReadNames(label, parameters.GetValueOrDefault("issuer"));
        var secret = ReadSecret(parameters.GetValueOrDefault("secret"));
        var oath = new OathParameters(
            ReadHash(parameters.GetValueOrDefault("algorithm")),
            (int)ReadNumber(parameters, "digits", OneTimeCode.MinDigits, OneTimeCode.MaxDigits, missing: 6),
            TimeSpan.FromSeconds(kind == OathKind.Hotp ? 30 : ReadNumber(parameters, "period", 1, 86_400, missing: 30)));    // a counter has none
        if (kind == OathKind.Totp)
            return new OtpAuthUri(kind, issuer, account, secret, oath);

        if (!parameters.ContainsKey("counter"))
            throw new FormatException("counter: hotp needs one");
        var counter = ReadNumber(parameters, "counter", 0, long.MaxValue, missing: 0);
        return new OtpAuthUri(kind, issuer, account, secret, oath, counter);
    }

    private static Dictionary<string, string> ReadQuery(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, right) : (pair, "");
            if (!parameters.TryAdd(Uri.UnescapeDataString(name), Uri.UnescapeDataString(value)))
                throw new FormatException("parameters: one of them is given twice");
        }
        return parameters;
    }

    private static (string Issuer, string Account) ReadNames(string label, string? issuerParameter)
    {
        var names = Uri.UnescapeDataString(label).Split(':', 2);
        var (prefix, account) = names is [var left, var right] ? (left.Trim(), right.Trim()) : ("", names[0].Trim());
        var issuer = issuerParameter?.Trim() ?? "";

        // Some programs write the parameter as a form does, with + for a space; the label shows which was meant.
        if (issuer.Length == 0 || string.Equals(issuer.Replace('+', ' '), prefix, StringComparison.Ordinal))
            issuer = prefix;
        return NameFault(issuer) is { } fault ? throw new FormatException($"issuer: {fault}")
            : NameFault(account) is { } other ? throw new FormatException($"account: {other}")
            : (issuer, account);
    }

    private static byte[] ReadSecret(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new FormatException("secret: missing");
        if (Base32.TryDecode(text, out var secret) is var fault and not (Base32Fault.None or Base32Fault.TrailingBits))
            throw new FormatException($"secret: {Base32.Describe(fault)}");
        return secret.Length > 0 ? secret : throw new FormatException("secret: missing");
    }

    private static OathHash ReadHash(string? text)
    {
        var name = (text ?? "SHA1").ToUpperInvariant().Replace("-", "", StringComparison.Ordinal);
        return (name.StartsWith("HMAC", StringComparison.Ordinal) ? name[4..] : name) switch
        {
            "SHA1" => OathHash.Sha1,
            "SHA256" => OathHash.Sha256,
            "SHA512" => OathHash.Sha512,
            _ => throw new FormatException("algorithm: expected SHA1, SHA256 or SHA512"),
        };
    }

    private static long ReadNumber(
        Dictionary<string, string> parameters, string name, long least, long most, long missing)
    {
        if (!parameters.TryGetValue(name, out var text))
            return missing;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"{name}: expected a number from {least} to {most}"));
    }

    private static void CheckName(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        if (NameFault(name) is { } fault)
            throw new ArgumentException(fault, parameter);
    }

    private static string? NameFault(string name)
    {
        if (name.Contains(':', StringComparison.Ordinal))
            return "must not contain a colon";
        if (name.Any(char.IsControl) || name.Length != name.Trim().Length)
            return "must have no control character, and no space at its ends";
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsSurrogatePair(name, i))
                i++;
            else if (char.IsSurrogate(name[i]))
                return "is not valid Unicode";
        }
        return null;
    }
}
