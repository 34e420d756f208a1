using System.Security.Cryptography;
using System.Text;

namespace Countersign;

/// <summary>A password as its owner means it: Unicode normalised (NFC), 1 to 128 characters. Does not print itself.</summary>
/// <remarks>NIST SP 800-63B 5.1.1.2: the same password typed on another keyboard must hash alike.</remarks>
public sealed class Password
{
    private readonly string _text;

    private Password(string text) => _text = text;

    /// <summary>The normalised length in UTF-16 units.</summary>
    public int Length => _text.Length;

    /// <summary>Reads a password; null when it is empty, longer than 128 characters, or not text.</summary>
    public static Password? TryParse(string text)
    {
        if (text.Length is 0 or > 1024)
            return null;
        try
        {
            var normalised = text.Normalize(NormalizationForm.FormC);
            return normalised.Length is >= 1 and <= 128 ? new Password(normalised) : null;
        }
        catch (ArgumentException)    // lone surrogates
        {
            return null;
        }
    }

    /// <summary>Makes one up: 20 letters, digits and symbols, without those that look alike (over 110 bits).</summary>
    public static Password Generate()
    {
        const string upper = "ABCDEFGHJKLMNPQRSTUVWXYZ";
        const string lower = "abcdefghijkmnpqrstuvwxyz";
        const string digits = "23456789";
        const string symbols = "!@#%^*_+-=";
        // One of each kind, so that every password policy is satisfied; then the order is made random.
        Span<char> all =
        [
            .. RandomNumberGenerator.GetString(upper, 1), .. RandomNumberGenerator.GetString(lower, 1),
            .. RandomNumberGenerator.GetString(digits, 1), .. RandomNumberGenerator.GetString(symbols, 1),
            .. RandomNumberGenerator.GetString(upper + lower + digits + symbols, 16),
        ];
        RandomNumberGenerator.Shuffle(all);
        return new Password(new string(all));
    }

    /// <summary>True when some character is of a kind.</summary>
    public bool Has(Func<char, bool> kind) => _text.Any(kind);

    /// <summary>The bytes to hash; whoever asks wipes them.</summary>
    internal byte[] ToUtf8() => Encoding.UTF8.GetBytes(_text);

    /// <summary>The text, to be shown to its owner once.</summary>
    internal string Reveal() => _text;

    /// <inheritdoc/>
    public override string ToString() => "password";
}
