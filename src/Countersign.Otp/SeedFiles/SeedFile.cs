using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace Countersign.Otp.SeedFiles;

/// <summary>Reads the files in which makers deliver the seeds of their tokens.</summary>
/// <remarks>
/// A file holds everything an attacker needs: read it, keep the seeds sealed, delete it. Nothing read here is printed,
/// and no message repeats a seed, a key or a passphrase.
/// </remarks>
public static class SeedFile
{
    /// <summary>The largest file that is read, in bytes: 256 MiB, room for some 190,000 tokens in encrypted PSKC.</summary>
    public const long MaxBytes = 256 * 1024 * 1024;

    /// <summary>The most rows that are read: 100,000.</summary>
    public const int MaxRows = 100_000;

    /// <summary>The header of our own CSV with all its columns, for a template.</summary>
    /// <remarks>
    /// <c>serial</c> and <c>secret</c> are needed, the others may be left out or blank: <c>encoding</c> is hex, base32
    /// or base64, <c>type</c> totp (also when blank) or hotp, <c>period</c> in seconds, <c>drift</c> in steps.
    /// </remarks>
    public static string CsvHeader { get; } = string.Join(',', CountersignCsv.Known);

    private const int HeadLength = 4096;

    // The first that recognises a file reads it: what says what it is comes before what must be guessed.
    private static readonly SeedFormat[] Formats =
    [
        new SdtidFormat(),
        new CtfFormat(),
        new PskcFormat(),
        new SafeNetXml(),
        new OtpAuthListFormat(),
        new CountersignCsv(),
        new EntraCsv(),
        new YubicoTraditionalCsv(),
        new YubicoCsv(),
        new PrivacyIdeaCsv(),
    ];

    /// <summary>Recognises the format and reads it, row by row.</summary>
    /// <param name="stream">The file. It must be seekable; it is read from its beginning and left open.</param>
    /// <param name="keys">What opens it, if it is encrypted.</param>
    /// <returns>The format's name and the rows, which are read as they are asked for.</returns>
    /// <exception cref="SeedFileException">
    /// The whole file cannot be used. Also thrown while the rows are read, when a file turns out to be damaged further
    /// down.
    /// </exception>
    public static SeedReading Open(Stream stream, SeedFileKeys keys)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(keys);
        if (!stream.CanSeek)
            throw new ArgumentException("A stream that can seek is needed.", nameof(stream));
        if (stream.Length > MaxBytes)
        {
            throw new SeedFileException(
                SeedFileFault.TooLarge, $"The file is larger than {MaxBytes / 1024 / 1024} MiB. Split it.");
        }

        stream.Position = 0;
        var head = Guarded(() => Head(stream));
        if (head.AsSpan().Trim().IsEmpty)
            throw new SeedFileException(SeedFileFault.Unknown, "The file is empty.");
        var format = Array.Find(Formats, format => format.Recognises(head)) ?? throw new SeedFileException(
            SeedFileFault.Unknown, $"This is none of the formats that are read: {string.Join(", ", Names())}.");

        stream.Position = 0;
        return new SeedReading(
            format.Name, OncePerSerial(Guarded(Guarded(() => format.Read(stream, keys)))));
    }

    /// <summary>The formats, by the names people know them by.</summary>
    /// <returns>Their names, in the order in which they are tried.</returns>
    public static IReadOnlyList<string> Names() => Array.ConvertAll(Formats, format => format.Name);

    private static string Head(Stream stream)
    {
        using var reader = SeedText.Open(stream);
        var head = new char[HeadLength];
        return new string(head, 0, reader.ReadBlock(head));
    }

    private static IEnumerable<SeedRow> Guarded(IEnumerable<SeedRow> rows)
    {
        using var row = rows.GetEnumerator();
        for (var count = 1; Guarded(row.MoveNext); count++)
        {
            if (count > MaxRows)
            {
                throw new SeedFileException(
                    SeedFileFault.TooLarge, $"The file has more than {MaxRows} rows. Split it.");
            }
            yield return row.Current;
        }
    }

    /// <summary>What the platform's readers throw at a damaged file, as a sentence with no part of the file.</summary>
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException)
        {
            throw new SeedFileException(
                SeedFileFault.Damaged,
                "The file is not text in UTF-8. From a spreadsheet, save it as \"CSV UTF-8\".");
        }
        catch (XmlException fault)
        {
            throw new SeedFileException(
                SeedFileFault.Damaged,
                fault.LineNumber > 0
                    ? $"The XML of the file is damaged or cut off at line {fault.LineNumber}."
                    : "The XML of the file has a document type (DTD), which no file of tokens needs, or is damaged.");
        }
    }

    /// <summary>
    /// The same serial number twice: with the same seed it is skipped; with another one nobody can say which is right.
    /// </summary>
    private static IEnumerable<SeedRow> OncePerSerial(IEnumerable<SeedRow> rows)
    {
        // A keyed hash in place of the seed: what stays in memory opens nothing.
        var key = RandomNumberGenerator.GetBytes(32);
        var seen = new Dictionary<string, (UInt128 Seed, string Where)>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Token is not { } token)
            {
                yield return row;
                continue;
            }

            var seed = Fingerprint(key, token.Secret.Span);
            yield return seen.TryAdd(token.SerialNumber, (seed, row.Where)) ? row
                : seen[token.SerialNumber] is var (first, where) && first == seed
                    ? row with { Token = null, Skipped = $"The same token is at {where} already." }
                : row with { Token = null, Refusal = $"The serial number is at {where} already, with another seed." };
        }
    }

    private static UInt128 Fingerprint(ReadOnlySpan<byte> key, ReadOnlySpan<byte> secret)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, secret, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}

/// <summary>A file whose format was recognised.</summary>
/// <param name="FormatName">The format, by the name people know it by.</param>
/// <param name="Rows">Its rows in order, read as they are asked for; to be enumerated once.</param>
public sealed record SeedReading(string FormatName, IEnumerable<SeedRow> Rows);
