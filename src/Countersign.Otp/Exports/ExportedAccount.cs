using System.Security.Cryptography;

namespace Countersign.Otp.Exports;

/// <summary>One entry of an authenticator app, as another program exported it: its seed in clear.</summary>
/// <remarks>It never prints the seed: <see cref="ToString"/> shows the names alone.</remarks>
public sealed record ExportedAccount
{
    /// <summary>An entry.</summary>
    /// <param name="issuer">Who the account is with; empty when not said.</param>
    /// <param name="account">Whose account it is, as the other program wrote it: often a user name or an address.</param>
    /// <param name="secret">The seed, 1 to 128 bytes; a copy is kept.</param>
    /// <param name="parameters">What the app does; nothing is open in an export.</param>
    /// <param name="counter">For HOTP the counter of the next code, 0 or more; 0 for TOTP.</param>
    /// <exception cref="ArgumentException">The seed is empty or too long, or something of the parameters is open.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The counter is negative.</exception>
    public ExportedAccount(string issuer, string account, ReadOnlySpan<byte> secret, OathTokenParameters parameters, long counter)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegative(counter);
        if (secret.Length is 0 or > LongestSecret)
            throw new ArgumentException($"A seed has 1 to {LongestSecret} bytes.", nameof(secret));
        if (parameters.Known is null)
            throw new ArgumentException("An export leaves nothing open.", nameof(parameters));

        (Issuer, Account, Secret, Parameters, Counter) = (issuer, account, secret.ToArray(), parameters, counter);
    }

    /// <summary>The longest seed, in bytes.</summary>
    public const int LongestSecret = 128;

    /// <summary>Who the account is with; empty when not said.</summary>
    public string Issuer { get; }

    /// <summary>Whose account it is, as the other program wrote it.</summary>
    public string Account { get; }

    /// <summary>The seed.</summary>
    public ReadOnlyMemory<byte> Secret { get; }

    /// <summary>What the app does.</summary>
    public OathTokenParameters Parameters { get; }

    /// <summary>For HOTP the counter of the next code.</summary>
    public long Counter { get; }

    /// <inheritdoc/>
    public bool Equals(ExportedAccount? other) =>
        other is not null
        && (Issuer, Account, Parameters, Counter) == (other.Issuer, other.Account, other.Parameters, other.Counter)
        && CryptographicOperations.FixedTimeEquals(Secret.Span, other.Secret.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Issuer, Account, Parameters, Counter);

    /// <inheritdoc/>
    public override string ToString() => Issuer.Length == 0 ? Account : $"{Issuer}: {Account}";
}
