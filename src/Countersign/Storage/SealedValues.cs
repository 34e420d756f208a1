using System.Security.Cryptography;

namespace Countersign.Storage;

/// <summary>Everything that is sealed, wherever it stands: for changing the keys, and for proving that all opens.</summary>
internal readonly struct SealedValues(Statements statements, Sealing sealing)
{
    /// <summary>A page of a place in the order of its rows, after one; null at the beginning.</summary>
    /// <param name="place">Where.</param>
    /// <param name="after">The last one of the page before.</param>
    /// <param name="but">Leaves out what this key has sealed; 0 for everything.</param>
    public Task<IReadOnlyList<SealedValue>> Page(SealedPlace place, SealedValue? after, int but = 0)
    {
        var part = place.Part ?? "0";
        return statements.List<SealedValue>(
            $"""
            SELECT {place.Key} AS key, {part} AS part, {place.Column} AS blob FROM {place.Table}
            WHERE {place.Column} IS NOT NULL AND substr({place.Column}, 1, 4) <> @prefix
              AND {place.Key} >= @key AND ({place.Key} > @key OR {part} > @number)
            ORDER BY {place.Key}, part LIMIT {place.PerPage}
            """,
            new { prefix = Sealing.Prefix(but), key = after?.Key ?? "", number = after?.Part ?? -1 });
    }

    /// <summary>The secret; null when it does not open.</summary>
    public byte[]? Open(SealedPlace place, SealedValue value)
    {
        try
        {
            return sealing.Open(value.Blob, place.Table, place.Column, place.Row(value));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Seals a secret with the youngest key.</summary>
    public byte[] Seal(SealedPlace place, SealedValue value, ReadOnlySpan<byte> secret) =>
        sealing.Seal(secret, place.Table, place.Column, place.Row(value));

    /// <summary>Puts a value in the place of another, unless somebody has changed that meanwhile.</summary>
    public Task Replace(SealedPlace place, IEnumerable<(SealedValue Old, byte[] Fresh)> values)
    {
        var part = place.Part ?? "0";
        return statements.ChangeMany(
            $"UPDATE {place.Table} SET {place.Column} = @fresh WHERE {place.Key} = @Key AND {part} = @Part AND {place.Column} = @Blob",
            values.Select(value => new { fresh = value.Fresh, value.Old.Key, value.Old.Part, value.Old.Blob }));
    }

    /// <summary>Whether a key has sealed anything that is there.</summary>
    public async Task<bool> Uses(int keyId)
    {
        foreach (var place in SealedPlace.All)
        {
            if (await statements.First<int?>(
                $"SELECT 1 FROM {place.Table} WHERE substr({place.Column}, 1, 4) = @prefix LIMIT 1", new { prefix = Sealing.Prefix(keyId) }) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
