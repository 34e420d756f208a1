using System.Globalization;
using System.Security.Cryptography;
using NSec.Cryptography;

namespace Countersign.SignIn;

/// <summary>Argon2id, as a PHC string: <c>$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH</c>.</summary>
/// <remarks>
/// At most one hash at once for each core but one (on one core: one), and a bounded queue behind: each takes 19 MiB and
/// 20 ms, so a flood of sign-ins must not take the machine from those who are signed in, nor from programs. They are computed
/// by threads that give way.
/// </remarks>
internal sealed class PasswordHasher : IDisposable
{
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>How many passwords may be hashed or wait for it; each waits two seconds at most on one core.</summary>
    public const int Queue = 64;

    private readonly SemaphoreSlim _slots = new(Slots);
    private readonly BackgroundThreads _threads = new(Slots);
    private readonly string _dummy;
    private int _waiting;
    private long _computed;
    private long _refused;

    public PasswordHasher() => _dummy = Format(Cost.Current, new byte[SaltBytes], new byte[HashBytes]);

    /// <summary>How many hashes are computed at once: one core is always left to everything else.</summary>
    public static int Slots => Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>How many passwords are being hashed or wait for it: 0 to <see cref="Queue"/>.</summary>
    public int InHand => Math.Min(Volatile.Read(ref _waiting), Queue);

    /// <summary>How many hashes were computed: lets a test see that a refusal costs as much as a success.</summary>
    public long Computed => Interlocked.Read(ref _computed);

    /// <summary>Hashes that are being computed.</summary>
    public int Computing => Slots - _slots.CurrentCount;

    /// <summary>Hashes that wait for a core.</summary>
    public int Waiting => Math.Max(0, Volatile.Read(ref _waiting) - Computing);

    /// <summary>How many were refused since the start because too many waited.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Hashes a new password.</summary>
    /// <exception cref="ApiError">ServiceUnavailable 503: the queue is full; nothing was judged.</exception>
    public async Task<string> Hash(Password password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Format(Cost.Current, salt, await Derive(password, Cost.Current, salt));
    }

    /// <summary>Judges a password; with no hash to compare it takes as long and is wrong.</summary>
    /// <exception cref="ApiError">ServiceUnavailable 503: the queue is full; nothing was judged.</exception>
    public async Task<PasswordVerdict> Verify(Password password, string? phc)
    {
        var (cost, salt, expected) = Parse(phc ?? _dummy);
        var actual = await Derive(password, cost, salt);
        var right = CryptographicOperations.FixedTimeEquals(actual, expected) && phc is not null;
        return !right ? PasswordVerdict.Wrong : cost.IsBelow(Cost.Current) ? PasswordVerdict.RightButOldHash : PasswordVerdict.Right;
    }

    /// <summary>For a caller who has something to write before the hash: a flood is turned away before it costs the disk anything.</summary>
    /// <exception cref="ApiError">ServiceUnavailable 503: the queue is full; nothing was judged.</exception>
    public void RefuseWhenFull()
    {
        if (InHand == Queue)
            throw SignInErrors.Busy();
    }

    public void Dispose()
    {
        _slots.Dispose();
        _threads.Dispose();
    }

    /// <summary>Takes a place in the queue and waits for a slot: only inside may a hash be computed.</summary>
    /// <exception cref="ApiError">ServiceUnavailable 503: the queue is full.</exception>
    internal async Task<Slot> Enter()
    {
        if (Interlocked.Increment(ref _waiting) > Queue)
        {
            Interlocked.Decrement(ref _waiting);
            Interlocked.Increment(ref _refused);
            throw SignInErrors.Busy();
        }

        await _slots.WaitAsync();
        return new Slot(this);
    }

    private async Task<byte[]> Derive(Password password, Cost cost, byte[] salt)
    {
        using var slot = await Enter();
        var bytes = password.ToUtf8();
        try
        {
            Interlocked.Increment(ref _computed);
            // The overload for bytes: the one for strings gives another result than the reference implementation.
            return await _threads.Run(() => PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters
            {
                DegreeOfParallelism = 1,
                MemorySize = cost.MemoryKiB,
                NumberOfPasses = cost.Passes,
            }).DeriveBytes(bytes, salt, HashBytes));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static string Format(Cost cost, byte[] salt, byte[] hash) => string.Create(
        CultureInfo.InvariantCulture, $"$argon2id$v=19$m={cost.MemoryKiB},t={cost.Passes},p=1${Unpadded(salt)}${Unpadded(hash)}");

    private static (Cost Cost, byte[] Salt, byte[] Hash) Parse(string phc)
    {
        // $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH
        var parts = phc.Split('$');
        if (parts is not ["", "argon2id", "v=19", var cost, var salt, var hash])
            throw new FormatException("A stored password hash is not an Argon2id PHC string.");
        var numbers = cost.Split(',');
        return (new Cost(Number(numbers[0]), Number(numbers[1])), Padded(salt), Padded(hash));
    }

    private static int Number(string assignment) =>
        int.Parse(assignment.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Unpadded(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Padded(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));

    /// <summary>A slot that is taken, until it is disposed of.</summary>
    internal sealed class Slot(PasswordHasher hasher) : IDisposable
    {
        public void Dispose()
        {
            hasher._slots.Release();
            Interlocked.Decrement(ref hasher._waiting);
        }
    }

    /// <summary>OWASP Password Storage Cheat Sheet: m=19 MiB, t=2, p=1 at least.</summary>
    private sealed record Cost(int MemoryKiB, int Passes)
    {
        public static readonly Cost Current = new(19_456, 2);

        public bool IsBelow(Cost other) => MemoryKiB < other.MemoryKiB || Passes < other.Passes;
    }
}

/// <summary>Whether a password was right.</summary>
internal enum PasswordVerdict
{
    Wrong,
    Right,

    /// <summary>Right; to be hashed again, since what is asked for has grown.</summary>
    RightButOldHash,
}
