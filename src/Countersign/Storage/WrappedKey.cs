using System.Globalization;
using System.Text;

namespace Countersign.Storage;

/// <summary>A key as the table <c>data_keys</c> has it: wrapped by the master key, bound to its id and purpose.</summary>
internal sealed record WrappedKey
{
    /// <summary>Purpose: seals the secrets at rest (<see cref="Sealing"/>).</summary>
    public const string ForData = "data";

    /// <summary>Purpose: seals temporary credentials (<see cref="Sts.SessionToken"/>).</summary>
    public const string ForSessions = "session";

    public required int KeyId { get; init; }
    public required string Purpose { get; init; }
    public required byte[] Wrapped { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Wraps a key.</summary>
    public static WrappedKey Of(int id, string purpose, ReadOnlySpan<byte> key, MasterKey masterKey, DateTimeOffset createdAt) => new()
    {
        KeyId = id,
        Purpose = purpose,
        Wrapped = masterKey.Wrap(key, Context(id, purpose)),
        CreatedAt = createdAt,
    };

    /// <summary>Opens it.</summary>
    /// <exception cref="System.Security.Cryptography.AuthenticationTagMismatchException">Another master key wrapped it, or it was changed.</exception>
    public byte[] Unwrap(MasterKey masterKey) => masterKey.Unwrap(Wrapped, Context(KeyId, Purpose));

    private static byte[] Context(int id, string purpose) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"data_keys\n{purpose}\n{id}"));
}
