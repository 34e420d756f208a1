using System.Globalization;

namespace Countersign.Storage;

/// <summary>A column that holds sealed secrets. Whoever adds one adds it here: a test compares with the schema.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column; its name ends in <c>_sealed</c>.</param>
/// <param name="Key">The column that says which row, a text.</param>
/// <param name="Part">A number that says it beside the key; null when there is none.</param>
/// <param name="PerPage">How many values are read at once, so that they take about a megabyte at most.</param>
internal sealed record SealedPlace(string Table, string Column, string Key, string? Part = null, int PerPage = 500)
{
    /// <summary>All that there are.</summary>
    public static readonly IReadOnlyList<SealedPlace> All =
    [
        new("access_keys", "secret_sealed", "access_key_id"),
        new("mfa_devices", "secret_sealed", "device_id"),
        new("recovery_codes", "hash_sealed", "code_id"),
        new("audit_chain", "key_sealed", "chain_id"),
        new("data_protection_keys", "xml_sealed", "name"),
        new("seed_upload_parts", "bytes_sealed", "upload_id", "part", PerPage: 2),
    ];

    /// <summary>The row as the seal is bound to it (<see cref="Sealing.Seal"/>).</summary>
    public string Row(SealedValue value) => Part is null ? value.Key : string.Create(CultureInfo.InvariantCulture, $"{value.Key} {value.Part}");
}

/// <summary>What stands in a sealed place.</summary>
internal sealed record SealedValue
{
    public required string Key { get; init; }
    public required long Part { get; init; }
    public required byte[] Blob { get; init; }
}
