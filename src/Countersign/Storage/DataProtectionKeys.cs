using System.Data;
using System.Text;
using Dapper;

namespace Countersign.Storage;

/// <summary>The table <c>data_protection_keys</c>: XML documents, sealed.</summary>
internal readonly struct DataProtectionKeys(IDbConnection connection, IDbTransaction transaction, Sealing sealing)
{
    public IReadOnlyList<string> All()
    {
        var keys = sealing;
        return connection.Query<(string Name, byte[] Blob)>("SELECT name, xml_sealed FROM data_protection_keys", transaction: transaction)
            .Select(row => Encoding.UTF8.GetString(keys.Open(row.Blob, "data_protection_keys", "xml_sealed", row.Name)))
            .ToList();
    }

    public void Add(string name, string xml) => connection.Execute(
        "INSERT INTO data_protection_keys (name, xml_sealed) VALUES (@name, @blob)",
        new { name, blob = sealing.Seal(Encoding.UTF8.GetBytes(xml), "data_protection_keys", "xml_sealed", name) }, transaction);
}
