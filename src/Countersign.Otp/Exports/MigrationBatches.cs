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

    /// <summary>A row for each part that is not there.</summary>
    public IEnumerable<ExportRow> Missing() =>
        from batch in _batches.Values
        from index in Enumerable.Range(0, batch.Size)
        where !batch.Seen.Contains(index)
        select new ExportRow(
            "the whole export", "", null,
            string.Create(CultureInfo.InvariantCulture, $"part {index + 1} of {batch.Size} is missing: scan every QR code of the export"));
}
