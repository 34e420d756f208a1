using System.Globalization;

namespace Countersign.Otp.Exports;

/// <summary>Watches that of an export in several QR codes none is missing.</summary>
internal sealed class MigrationBatches
{
    private readonly Dictionary<int, (int Size, HashSet<int> Seen)> _batches = [];

    public bool Any => _batches.Count > 0;

    public void Add(MigrationPayload payload)
    {
        if (!_batches.TryGetValue(payload.BatchId, out var batch))
            _batches[payload.BatchId] = batch = (payload.BatchSize, []);
        batch.Seen.Add(payload.BatchIndex);
    }

    /// <summary>A row for each export of which parts are not there: one, however many they are.</summary>
    public IEnumerable<ExportRow> Missing()
    {
        foreach (var (size, seen) in _batches.Values)
        {
            var missing = size - seen.Count(index => index < size);
            var first = Enumerable.Range(0, size).FirstOrDefault(index => !seen.Contains(index)) + 1;
            if (missing > 0)
            {
                yield return new ExportRow("the whole export", "", null, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(missing == 1 ? $"part {first} of {size} is" : $"{missing} of {size} parts are")} missing: scan every QR code of the export"));
            }
        }
    }
}
