namespace Countersign.Storage;

/// <summary>Carries a change of keys to its end, beside whoever serves: what older keys have sealed is sealed anew, then they are given up.</summary>
/// <remarks>Can stop anywhere, and run anywhere, twice too: at every moment all opens.</remarks>
internal static class KeyChange
{
    /// <summary>What was done.</summary>
    /// <param name="Sealed">Values sealed anew.</param>
    /// <param name="Shut">Values that do not open; they are as they were, and so is their key.</param>
    public sealed record Resealed(int Sealed, int Shut);

    /// <summary>Seals with the youngest key what another has sealed: in small transactions, and never over what somebody writes meanwhile.</summary>
    /// <param name="database">Where.</param>
    /// <param name="rest">Lets others write, after each transaction.</param>
    /// <param name="cancellation">Stops between two transactions.</param>
    public static async Task<Resealed> Reseal(Database database, Func<Task> rest, CancellationToken cancellation)
    {
        var (done, shut) = (0, 0);
        foreach (var place in SealedPlace.All)
        {
            SealedValue? last = null;
            while (true)
            {
                var current = database.Sealing.CurrentKeyId;
                var page = await database.Read(store => store.SealedValues.Page(place, last, but: current), cancellation);
                if (page.Count == 0)
                    break;
                var values = new SealedValues(null!, database.Sealing);
                var fresh = new List<(SealedValue Old, byte[] Fresh)>(page.Count);
                foreach (var value in page)
                {
                    if (values.Open(place, value) is { } secret)
                        fresh.Add((value, values.Seal(place, value, secret)));
                    else
                        shut++;
                }

                await database.Write(
                    async store =>
                    {
                        await store.SealedValues.Replace(place, fresh);
                        return Nothing.Value;
                    },
                    cancellation);
                (last, done) = (page[^1], done + fresh.Count);
                await rest();
            }
        }

        return new Resealed(done, shut);
    }

    /// <summary>Gives up the keys that are over and have sealed nothing that is still there.</summary>
    /// <returns>Their ids.</returns>
    public static async Task<IReadOnlyList<int>> Retire(Database database, DateTimeOffset now, CancellationToken cancellation)
    {
        var unused = await database.Read(
            async store =>
            {
                var ids = new List<int>();
                foreach (var key in DataKeys.Over(await store.DataKeys.All(), now))
                {
                    if (key.Purpose == WrappedKey.ForSessions || !await store.SealedValues.Uses(key.KeyId))
                        ids.Add(key.KeyId);
                }

                return ids;
            },
            cancellation);
        if (unused.Count > 0)
        {
            await database.Write(
                async store =>
                {
                    await store.DataKeys.Remove(unused);
                    return Nothing.Value;
                },
                cancellation);
        }

        return unused;
    }
}
