using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Countersign.Otp.SeedFiles;
using Countersign.Storage;

namespace Countersign.Mfa.Tokens;

/// <summary>Reads a maker's file and says of each row what an import does with it.</summary>
internal sealed class TokenSorter(Call call)
{
    private const int PerBatch = 500;

    /// <summary>Reads the file batch by batch, in memory that does not grow with it; each batch's seeds are wiped when the next one is asked for.</summary>
    /// <param name="file">The file.</param>
    /// <param name="keys">What opens it.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="use">Takes a batch.</param>
    /// <returns>The file's name, and the format's.</returns>
    /// <exception cref="ApiError">The file as a whole cannot be used: <see cref="TokenErrors.File"/>.</exception>
    public async Task<(string FileName, string Format)> Read(TokenFile file, SeedFileKeys keys, IProgress<ImportProgress>? progress, Func<IReadOnlyList<SortedRow>, Task> use)
    {
        var (name, stream) = await file.Open(call);
        try
        {
            var reading = SeedFile.Open(stream, keys);
            var rows = 0;
            progress?.Report(new ImportProgress(0, stream.Length, 0));
            foreach (var batch in reading.Rows.Chunk(PerBatch))
            {
                try
                {
                    await use(await Sort(batch));
                }
                finally
                {
                    foreach (var row in batch)
                        Wipe(row);
                }

                rows += batch.Length;
                progress?.Report(new ImportProgress(stream.Position, stream.Length, rows));
            }

            return (name, reading.FormatName);
        }
        catch (SeedFileException e)
        {
            throw TokenErrors.File(e, name);
        }
    }

    private async Task<IReadOnlyList<SortedRow>> Sort(SeedRow[] rows)
    {
        var taken = await call.Store.Tokens.Taken(
            call.AccountId, [.. rows.Select(row => row.Token?.SerialNumber).OfType<string>()]);
        return [.. rows.Select(row => Sort(row, taken))];
    }

    private SortedRow Sort(SeedRow row, IReadOnlyDictionary<string, TakenSerial> taken)
    {
        if (row.Token is not { } seed)
            return row.Skipped is { } why ? new SortedRow(row, TokenFate.Same, why, null) : new SortedRow(row, TokenFate.Refused, row.Refusal, null);
        if (TokenKind.Device(seed, call) is not { } device)
            return new SortedRow(row, TokenFate.Refused, "This kind of token is not supported.", null);
        if (!taken.TryGetValue(seed.SerialNumber, out var other))
            return new SortedRow(row, TokenFate.New, null, device);
        if (TokenKind.Of(other.Kind) is null)
            return new SortedRow(row, TokenFate.Refused, "An MFA device of another kind has this serial number.", device);
        return other.Kind == device.Kind && HasSeed(other, seed)
            ? new SortedRow(row, TokenFate.Same, "In the inventory already.", device)
            : new SortedRow(row, TokenFate.Refused, "A token with this serial number is in the inventory already, with another seed. Delete that one first if this is right.", device);
    }

    private bool HasSeed(TakenSerial taken, TokenSeed seed)
    {
        var secret = call.Store.Tokens.Secret(taken);
        try
        {
            return TokenKind.Of(taken.Kind)!.Has(secret, seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static void Wipe(SeedRow row)
    {
        if (row.Token is { } token)
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsMemory(token.Secret).Span);
    }
}

/// <summary>What an import does with a row.</summary>
internal enum TokenFate
{
    /// <summary>It is stored.</summary>
    New,

    /// <summary>It is passed over: the same token with the same seed is there already, or further up in the file.</summary>
    Same,

    /// <summary>It cannot be stored.</summary>
    Refused,
}

/// <summary>A row and its fate.</summary>
/// <param name="Row">As the file has it; its seed is wiped with the batch.</param>
/// <param name="Fate">What an import does with it.</param>
/// <param name="Why">Why it is passed over or refused.</param>
/// <param name="Device">What it becomes; null when there is no token.</param>
internal sealed record SortedRow(SeedRow Row, TokenFate Fate, string? Why, MfaDevice? Device);

/// <summary>How far a file has been read.</summary>
/// <param name="Read">Bytes so far.</param>
/// <param name="Length">Bytes in all.</param>
/// <param name="Rows">Rows so far.</param>
public readonly record struct ImportProgress(long Read, long Length, int Rows);
