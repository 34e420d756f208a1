using System.Text;

namespace Countersign.Storage;

/// <summary>The table <c>data_protection_keys</c>: XML documents, sealed.</summary>
internal readonly struct DataProtectionKeys(Statements statements, Sealing sealing)
{
    public async Task<IReadOnlyList<string>> All()
    {
        var keys = sealing;
        return (await statements.List<(string Name, byte[] Blob)>("SELECT name, xml_sealed FROM data_protection_keys"))
            .Select(row => Encoding.UTF8.GetString(keys.Open(row.Blob, "data_protection_keys", "xml_sealed", row.Name)))
            .ToList();
    }

    public Task Add(string name, string xml) => statements.Later(
        "INSERT INTO data_protection_keys (name, xml_sealed) VALUES (@name, @blob)",
        new { name, blob = sealing.Seal(Encoding.UTF8.GetBytes(xml), "data_protection_keys", "xml_sealed", name) });
}
