using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Countersign.Otp.SecurId;

/// <summary>Many tokencodes of one token, for a search: four steps in a row share one chain of encryptions.</summary>
/// <remarks>
/// No public specification exists. The algorithm is that of the open-source program stoken (stoken.sourceforge.net),
/// and is tested against it.
/// </remarks>
internal sealed class SecurIdSequence : ICodes, IDisposable
{
    private const int StepsPerChain = 4;
    private const int CodeSize = sizeof(uint);

    private readonly Aes128 _aes = new();
    private readonly byte[] _seed;
    private readonly byte[] _serial = new byte[4];
    private readonly byte[] _codes = new byte[Aes128.Size];
    private readonly long _secondsPerStep;
    private readonly byte _digits;
    private readonly uint _modulus;
    private long _chain = -1;

    /// <exception cref="ArgumentException">The seed is not 16 bytes.</exception>
    public SecurIdSequence(ReadOnlySpan<byte> seed, SecurIdParameters parameters)
    {
        if (seed.Length != SecurIdCode.SeedSize)
            throw new ArgumentException("A seed has 16 bytes.", nameof(seed));

        _seed = seed.ToArray();
        Convert.FromHexString(parameters.SerialNumber.AsSpan(4), _serial, out _, out _);    // digits as they are: BCD
        _secondsPerStep = parameters.Interval.Ticks / TimeSpan.TicksPerSecond;
        _digits = (byte)parameters.Digits;
        _modulus = parameters.Digits == 6 ? 1_000_000u : 100_000_000u;
        Last = SecurIdCode.StepAt(DateTimeOffset.MaxValue, parameters);
    }

    public long Last { get; }

    public OneTimeCode this[long step]
    {
        get
        {
            var (chain, place) = Math.DivRem(step, StepsPerChain);
            if (chain != _chain)
                Compute(chain);
            var number = BinaryPrimitives.ReadUInt32BigEndian(_codes.AsSpan((int)place * CodeSize));
            return new OneTimeCode(number % _modulus, _digits);
        }
    }

    public void Dispose()
    {
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_seed);
        CryptographicOperations.ZeroMemory(_codes);
    }

    // Year, month, day, hour and the minute at which the four steps begin, in BCD; each round takes in a little more of
    // it, and its result is the key of the next.
    private void Compute(long chain)
    {
        Span<byte> time = stackalloc byte[8];
        WriteTime(DateTimeOffset.FromUnixTimeSeconds(chain * StepsPerChain * _secondsPerStep).UtcDateTime, time);

        Span<byte> block = stackalloc byte[Aes128.Size];
        _seed.CopyTo(_codes, 0);
        foreach (var known in (ReadOnlySpan<int>)[2, 3, 4, 5, 8])
        {
            time[..known].CopyTo(block);
            block[known..8].Fill(0xAA);
            _serial.CopyTo(block[8..]);
            block[12..].Fill(0xBB);
            _aes.Encrypt(key: _codes, block, _codes);
        }
        _chain = chain;
    }

    private static void WriteTime(DateTime time, Span<byte> bcd)
    {
        bcd.Clear();
        bcd[0] = Bcd(time.Year / 100);
        bcd[1] = Bcd(time.Year % 100);
        bcd[2] = Bcd(time.Month);
        bcd[3] = Bcd(time.Day);
        bcd[4] = Bcd(time.Hour);
        bcd[5] = Bcd(time.Minute);
    }

    private static byte Bcd(int number) => (byte)(number / 10 << 4 | number % 10);
}
