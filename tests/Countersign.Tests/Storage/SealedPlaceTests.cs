using Countersign.Storage;

namespace Countersign.Tests.Storage;

[Collection<SharedServer>]
public sealed class SealedPlaceTests(TestServer server)
{
    [Fact]
    public async Task Every_sealed_column_of_the_schema_is_a_known_place()
    {
        await using var connection = await server.OpenDatabase();
        var columns = await Dapper.SqlMapper.QueryAsync<string>(connection, TestServer.OnPostgres
            ? "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name LIKE '%\\_sealed'"
            : "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name LIKE '%\\_sealed' ESCAPE '\\'");

        Assert.Equal(columns.Order(StringComparer.Ordinal), SealedPlace.All.Select(place => $"{place.Table}.{place.Column}").Order(StringComparer.Ordinal));
    }
}
