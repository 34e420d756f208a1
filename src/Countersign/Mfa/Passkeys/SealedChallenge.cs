using System.Buffers.Text;

namespace Countersign.Mfa.Passkeys;

/// <summary>What a page carries from a challenge to its answer: sealed, so that the server keeps nothing meanwhile.</summary>
/// <remarks>Base64url, at most 512 characters.</remarks>
public sealed class SealedChallenge
{
    private const int MaxLength = 512;

    private SealedChallenge(byte[] bytes) => Bytes = bytes;

    internal byte[] Bytes { get; }

    /// <summary>The text of a hidden field.</summary>
    public string Text => Base64Url.EncodeToString(Bytes);

    /// <summary>Reads a hidden field.</summary>
    /// <exception cref="ApiError">PasskeyRefused: it is no challenge of ours.</exception>
    public static SealedChallenge Parse(string text) =>
        text.Length is > 0 and <= MaxLength && Base64Url.IsValid(text)
            ? new SealedChallenge(Base64Url.DecodeFromChars(text))
            : throw PasskeyErrors.Over();

    internal static SealedChallenge Of(byte[] bytes) => new(bytes);

    /// <inheritdoc/>
    public override string ToString() => "challenge";
}
