using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using Countersign.Storage;

namespace Countersign.Custody;

/// <summary>Opens every key and every sealed value, in one snapshot, and tells which do not open.</summary>
public sealed class VerifyKeys : IOperation<VerifyKeys.Request, VerifyKeys.Response>
{
    /// <summary>Nothing to say: all of it.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>What was found.</summary>
    /// <param name="Keys">Every key, the oldest first.</param>
    /// <param name="Shut">What does not open; never what is in it.</param>
    public sealed record Response(IReadOnlyList<Key> Keys, IReadOnlyList<Place> Shut)
    {
        /// <summary>How many values open.</summary>
        public int Opened => Keys.Sum(key => key.Values.Sum(found => found.Count));
    }

    /// <summary>A key.</summary>
    /// <param name="Id">As it stands in front of what it has sealed.</param>
    /// <param name="Purpose"><c>data</c> or <c>session</c>.</param>
    /// <param name="CreatedAt">When it was made.</param>
    /// <param name="Values">How many values that it has sealed open, by table.</param>
    public sealed record Key(int Id, string Purpose, DateTimeOffset CreatedAt, IReadOnlyList<(string Table, int Count)> Values);

    /// <summary>A cell of the database.</summary>
    /// <param name="Table">The table.</param>
    /// <param name="Column">The column.</param>
    /// <param name="Row">Which row.</param>
    /// <param name="KeyId">With which key it says that it is sealed.</param>
    public sealed record Place(string Table, string Column, string Row, int KeyId);

    /// <inheritdoc/>
    public static string Action => "countersign:VerifyKeys";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">AccessDenied: not at the command line.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        CustodyErrors.Check(call, Action);
        var keys = await call.Store.DataKeys.All();
        var shut = keys.Where(key => !Opens(key, call)).Select(key => new Place("data_keys", "wrapped", $"{key.KeyId}", key.KeyId)).ToList();
        var counts = new SortedDictionary<(int KeyId, string Table), int>();
        foreach (var place in SealedPlace.All)
        {
            SealedValue? last = null;
            while (await call.Store.SealedValues.Page(place, last) is { Count: > 0 } page)
            {
                foreach (var value in page)
                {
                    var keyId = Sealing.KeyIdOf(value.Blob);
                    if (Opens(place, value, call))
                        counts[(keyId, place.Table)] = counts.GetValueOrDefault((keyId, place.Table)) + 1;
                    else
                        shut.Add(new Place(place.Table, place.Column, place.Row(value), keyId));
                }

                last = page[^1];
            }
        }

        return new Response(
            keys.Select(key => new Key(
                key.KeyId, key.Purpose, key.CreatedAt,
                counts.Where(count => count.Key.KeyId == key.KeyId).Select(count => (count.Key.Table, count.Value)).ToList())).ToList(),
            shut);
    }

    private static bool Opens(WrappedKey key, Call call)
    {
        try
        {
            CryptographicOperations.ZeroMemory(call.Store.Sealing.Source!.Unwrap(key));
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private static bool Opens(SealedPlace place, SealedValue value, Call call)
    {
        if (call.Store.SealedValues.Open(place, value) is not { } secret)
            return false;
        try
        {
            if (place.Table == "data_protection_keys")
                XElement.Load(new MemoryStream(secret));
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
