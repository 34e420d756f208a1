using System.Security.Cryptography;
using System.Text;
using Countersign.Otp;

namespace Countersign.SignIn;

/// <summary>Whose making a code is.</summary>
public enum RecoveryCodeKind
{
    /// <summary>One of ten that a user has made and put away: 16 characters, 80 bits.</summary>
    Own,

    /// <summary>One that an administrator has made for somebody who is locked out: 12 characters, 60 bits, hours.</summary>
    Bypass,
}

/// <summary>A code that lets its owner in once without a device: letters and digits of Crockford's Base32. Does not print itself.</summary>
/// <remarks>
/// Never a factor for STS. Read in any case, with or without spaces and dashes; O is 0, I and L are 1. The two kinds differ in
/// length, so that the audit log knows which was given (NIST SP 800-63B-4, 3.1.2 and 4.2.1.1: random, hashed, once, counted).
/// </remarks>
public sealed class RecoveryCode
{
    /// <summary>Codes in a user's own set.</summary>
    public const int CodesInSet = 10;

    /// <summary>From so many on one is told to make new ones.</summary>
    public const int FewLeft = 3;

    /// <summary>Bytes of <see cref="NewSalt"/>.</summary>
    internal const int SaltBytes = 16;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int OwnLength = 16;
    private const int BypassLength = 12;
    private const int LongestTyped = 200;
    private const string OwnProof = "recovery-code";
    private const string BypassProof = "bypass-code";

    private readonly string _text;

    private RecoveryCode(string text) => _text = text;

    /// <summary>Whose making it is, as its length tells.</summary>
    public RecoveryCodeKind Kind => _text.Length == OwnLength ? RecoveryCodeKind.Own : RecoveryCodeKind.Bypass;

    /// <summary>What a session remembers as its second factor, where a device's serial number stands otherwise.</summary>
    internal string Proof => Kind == RecoveryCodeKind.Own ? OwnProof : BypassProof;

    /// <summary>Reads a code as a person types or pastes it; null when it cannot be one.</summary>
    public static RecoveryCode? TryParse(string text)
    {
        if (text.Length > LongestTyped)
            return null;
        var typed = TypedCode.Normalise(text).ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return typed.Length is OwnLength or BypassLength && typed.All(c => Alphabet.Contains(c, StringComparison.Ordinal))
            ? new RecoveryCode(typed)
            : null;
    }

    /// <summary>Makes one up.</summary>
    public static RecoveryCode Generate(RecoveryCodeKind kind) =>
        new(RandomNumberGenerator.GetString(Alphabet, kind == RecoveryCodeKind.Own ? OwnLength : BypassLength));

    /// <summary>The kind of code that a session remembers as its second factor; null when it was a device, or none.</summary>
    internal static RecoveryCodeKind? KindOf(string? proof) => proof switch
    {
        OwnProof => RecoveryCodeKind.Own,
        BypassProof => RecoveryCodeKind.Bypass,
        _ => null,
    };

    /// <summary>The text in groups of four, to be shown to its owner once.</summary>
    internal string Reveal() => string.Join('-', _text.Chunk(4).Select(four => new string(four)));

    /// <summary>The hash that is stored, sealed: 32 bytes. Codes are random, so a small work factor is enough.</summary>
    internal byte[] HashWith(byte[] salt)
    {
        const int iterations = 10_000;
        return Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(_text), salt, iterations, HashAlgorithmName.SHA256, 32);
    }

    /// <summary>A salt for <see cref="HashWith"/>.</summary>
    internal static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);

    /// <inheritdoc/>
    public override string ToString() => Kind == RecoveryCodeKind.Own ? "recovery code" : "code from an administrator";
}
