using System.Security.Cryptography;
using Countersign.Otp.SeedFiles;
using Countersign.Storage;

namespace Countersign.Mfa.Tokens;

/// <summary>A kind of token that the inventory holds: what a maker's seed becomes, and what becomes a seed again.</summary>
/// <remarks>
/// Adding a kind is adding a subclass, which is found, beside its <see cref="SecondFactor"/>; nothing else of the
/// inventory changes.
/// </remarks>
internal abstract class TokenKind
{
    private static readonly TokenKind[] Kinds = [.. typeof(TokenKind).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(TokenKind)) && !type.IsAbstract)
        .Select(type => (TokenKind)Activator.CreateInstance(type)!)];

    /// <summary>The names of all kinds in the database.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Select(kind => kind.Kind)];

    /// <summary>The kind's name in the database: <see cref="SecondFactor.Kind"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>What is kept of a seed beside the secret; null when it is of another kind.</summary>
    public abstract TokenState? Read(TokenSeed seed);

    /// <summary>The seed again, with what the token has shown since: counter and drift.</summary>
    /// <param name="device">The token.</param>
    /// <param name="secret">Its seed.</param>
    public abstract TokenSeed Write(MfaDevice device, ReadOnlyMemory<byte> secret);

    /// <summary>Whether what is stored is this seed; in constant time.</summary>
    /// <param name="stored">What is sealed of a token of this kind.</param>
    /// <param name="seed">A seed of this kind.</param>
    public virtual bool Has(ReadOnlySpan<byte> stored, TokenSeed seed) => CryptographicOperations.FixedTimeEquals(stored, seed.Secret.Span);

    /// <summary>What the token does, in words: <c>6 digits every 30 s, SHA-1</c>.</summary>
    public abstract string Describe(MfaDevice device);

    /// <summary>The kind of a device; null when it is no token.</summary>
    public static TokenKind? Of(string kind) => Array.Find(Kinds, known => known.Kind == kind);

    /// <summary>The device that a seed becomes: nobody's, available, under its serial number; null when no kind takes it.</summary>
    public static MfaDevice? Device(TokenSeed seed, Call call)
    {
        foreach (var kind in Kinds)
        {
            if (kind.Read(seed) is not { } state)
                continue;
            return new MfaDevice
            {
                DeviceId = UniqueId.OfEntity("MFAD"),
                AccountId = call.AccountId,
                SerialNumber = seed.SerialNumber,
                Name = seed.SerialNumber,
                Kind = kind.Kind,
                Parameters = state.Parameters,
                NextStep = state.NextStep,
                DriftSteps = state.DriftSteps,
                RecentOffsets = 0,
                Manufacturer = seed.Manufacturer,
                Model = seed.Model,
                IntendedFor = seed.UserName,
                ValidFrom = seed.NotBefore,
                ValidUntil = seed.NotAfter,
                CreatedAt = call.Now,
            };
        }

        return null;
    }

    /// <summary>Whether <c>sts:GetSessionToken</c> and EnableMFADevice take the token: six digits, and a serial number of 9 characters or more.</summary>
    public static bool IsForApi(MfaDevice device) =>
        SecondFactor.Of(device).Digits(device) is null or 6 && SerialNumber.Stored(device.SerialNumber).IsForApi;
}

/// <summary>What is kept of a seed beside the secret.</summary>
/// <param name="Parameters">For <c>mfa_devices.parameters</c>.</param>
/// <param name="NextStep">The first step or counter that is acceptable.</param>
/// <param name="DriftSteps">By how many steps its clock is ahead.</param>
internal sealed record TokenState(string Parameters, long NextStep, int DriftSteps);
