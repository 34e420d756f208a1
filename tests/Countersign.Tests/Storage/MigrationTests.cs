using System.Data.Common;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Countersign.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Countersign.Tests.Storage;

public sealed partial class MigrationTests
{
    private const string Root = "Countersign.Storage.Migrations.";

    /// <summary>Scripts that are out: databases have run them, so they stay as they are. A new one is added when it is released.</summary>
    public static TheoryData<string, string> Released => new()
    {
        { "sqlite.0001_accounts_and_keys.sql", "84b9a6952bd501767234064d1d145d7772d1d30db415740d0c74da1f0155aa6d" },
        { "sqlite.0002_users.sql", "0d2bb2c30bafe2bc0b56164b25bbdfb0a55fcbbd184856fab74b74a6072d0528" },
        { "sqlite.0003_mfa_devices.sql", "a918a007ddd669573ef181a37612bf77abe801d0899beb305dd6bb4fe3730f08" },
        { "sqlite.0004_sign_in.sql", "05191535e447225a0465996999d9593776c3c181fc8c49b69c2fa9d22976c16a" },
        { "sqlite.0005_audit.sql", "1e40cd3044fd6ac0ee4a4a49e6efaf5adbb02e82caf2b49b99fc1c49ea74c50e" },
        { "sqlite.0006_second_factors.sql", "d751f9aa2cf8b200536c6f0356e5b74407b70a78bf86c4970cd86f66ac9ec37f" },
        { "sqlite.0007_passkeys.sql", "72bdc588642bbf29471cddb87278e4d2ebd2c547cfdd441177bd2ef7736911a1" },
        { "sqlite.0008_token_inventory.sql", "29b8d3a398c53c09f977cd8dc69b557a46a095ad75c740fe9a45e1c02d677add" },
        { "sqlite.0009_recovery_codes.sql", "ec8c73917d73899a2a0ecaa0d3dadfe71ada5fbfebf45e2aae311a12ee59657c" },
        { "postgres.0001_accounts_and_keys.sql", "e64fd323beab25eabb9e7ba4f72e7426b0ce1386f5dbb74cf9b2b78798ee5397" },
        { "postgres.0002_users.sql", "9af7bd753fa26357bd4d675fd99c60efa74ab322879e706449dfa5b895906afd" },
        { "postgres.0003_mfa_devices.sql", "4582139b8a996a0875f6bbd065014097e3171991425f478284168b12938a3d02" },
        { "postgres.0004_sign_in.sql", "cd57f63c971e3e37463730510c94ef79d08d815224357a73b4a4a51766a2b1af" },
        { "postgres.0005_audit.sql", "a9387b5ac397dff82f50f298cb0c9c99b78c1eeb1412579026b443e72ee7f984" },
        { "postgres.0006_second_factors.sql", "f5a6248f2ea6cbce4aa712e60df42124dd76d4c3e2cb7a5efbdb31caf2288b18" },
        { "postgres.0007_passkeys.sql", "5c75ec7f2d093fbfb53c920fe53494603417f095fdf74be7bb0e5368a713556d" },
        { "postgres.0008_token_inventory.sql", "d7316717f6254458e9944d2a512022fe059f9204e5eb17e32ca46f106ab8f413" },
        { "postgres.0009_recovery_codes.sql", "c6fae9d2d89f66032b1483f7a677158c39b9d825eff397d5a1df810e780d401e" },
    };

    [Theory]
    [MemberData(nameof(Released))]
    public void A_released_script_is_never_edited(string script, string sha256)
    {
        using var stream = typeof(Database).Assembly.GetManifestResourceStream(Root + script);
        Assert.NotNull(stream);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    [Fact]
    public void Both_databases_have_the_same_steps_numbered_without_a_gap()
    {
        var steps = Steps("sqlite");
        Assert.Equal(steps, Steps("postgres"), StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(step => int.Parse(step[..4], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(steps.Count * 2 >= Released.Count);
    }

    [Fact]
    public async Task Both_databases_have_the_same_tables_columns_keys_and_indexes()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-migrations-");
        var postgres = await (await PostgresCluster.Shared).NewDatabase();
        try
        {
            var options = new ServerOptions { Data = folder.FullName };
            Opening.Open(options, DateTimeOffset.UnixEpoch).Dispose();
            Opening.Open(options with { Database = postgres }, DateTimeOffset.UnixEpoch).Dispose();
            await using var file = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, DatabaseFile.Name)};Pooling=False");
            await using var server = new NpgsqlConnection(postgres + ";Pooling=false");

            var ofFile = await Describe(file, OfSqlite);
            var ofServer = await Describe(server, OfPostgres);

            Assert.True(ofFile.Count > 150, string.Join('\n', ofFile));
            Assert.Empty(ofFile.Except(ofServer, StringComparer.Ordinal));
            Assert.Empty(ofServer.Except(ofFile, StringComparer.Ordinal));
        }
        finally
        {
            await (await PostgresCluster.Shared).Drop(postgres);
            folder.Delete(recursive: true);
        }
    }

    // One line for each column, key, foreign key, index and for the number of checks of a table.
    private const string OfSqlite = """
        WITH tables AS (SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'SchemaVersions')
        SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || CASE WHEN c."notnull" OR c.pk > 0 THEN ' NOT NULL' ELSE '' END
               || coalesce(' DEFAULT ' || replace(lower(c.dflt_value), 'false', '0'), '')
        FROM tables t, pragma_table_info(t.name) c
        UNION ALL
        SELECT 'key ' || t.name || ' (' || (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_table_info(t.name) WHERE pk > 0 ORDER BY pk)) || ')'
        FROM tables t
        UNION ALL
        SELECT 'index ' || t.name || ' (' || (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')'
               || CASE WHEN i."unique" THEN ' UNIQUE' ELSE '' END || CASE WHEN i.partial THEN ' PARTIAL' ELSE '' END
               || CASE WHEN i.origin = 'c' THEN ' ' || i.name ELSE '' END
        FROM tables t, pragma_index_list(t.name) i WHERE i.origin <> 'pk'
        UNION ALL
        SELECT 'foreign key ' || t.name || '.' || f."from" || ' ' || f."table" || '.' || f."to" || ' ' || f.on_update || ' ' || f.on_delete
        FROM tables t, pragma_foreign_key_list(t.name) f
        UNION ALL
        SELECT 'table ' || t.name || ' ' || t.sql FROM tables t
        """;

    private const string OfPostgres = """
        SELECT 'column ' || c.table_name || '.' || c.column_name || ' ' || c.data_type || CASE WHEN c.is_nullable = 'NO' THEN ' NOT NULL' ELSE '' END
               || coalesce(' DEFAULT ' || replace(replace(c.column_default, 'false', '0'), '::text', ''), '')
        FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name <> 'schemaversions'
        UNION ALL
        SELECT CASE WHEN i.indisprimary THEN 'key ' ELSE 'index ' END || i.indrelid::regclass || ' ('
               || (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(i.indkey::int[]) WITH ORDINALITY k(column_number, n)
                   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.column_number) || ')'
               || CASE WHEN i.indisprimary THEN '' ELSE
                    CASE WHEN i.indisunique THEN ' UNIQUE' ELSE '' END || CASE WHEN i.indpred IS NOT NULL THEN ' PARTIAL' ELSE '' END
                    || CASE WHEN EXISTS (SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid) THEN '' ELSE ' ' || i.indexrelid::regclass END END
        FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
        WHERE n.nspname = 'public' AND t.relname <> 'schemaversions'
        UNION ALL
        SELECT 'foreign key ' || f.conrelid::regclass || '.' || a.attname || ' ' || f.confrelid::regclass || '.' || b.attname
               || ' ' || CASE f.confupdtype WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' ELSE f.confupdtype::text END
               || ' ' || CASE f.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' ELSE f.confdeltype::text END
        FROM pg_constraint f
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
        JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = f.confkey[1]
        WHERE f.contype = 'f'
        UNION ALL
        SELECT 'checks ' || t.relname || ' ' || (SELECT count(*) FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype = 'c')
        FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
        WHERE n.nspname = 'public' AND t.relkind = 'r' AND t.relname <> 'schemaversions'
        """;

    private static async Task<IReadOnlyList<string>> Describe(DbConnection connection, string query)
    {
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the two above
        command.CommandText = query;
#pragma warning restore CA2100
        var lines = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            lines.Add(Alike(rows.GetString(0)));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    // A truth is a type of its own on the one and a checked 0 or 1 on the other.
    private static string Alike(string line)
    {
        if (line.StartsWith("table ", StringComparison.Ordinal))
        {
            var text = Checks.Count(Comments.Replace(line, "")) - Truths.Count(line);
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"checks {line.Split(' ')[1]} {text}");
        }

        return line.StartsWith("column ", StringComparison.Ordinal)
            ? line.Replace(" bigint", " INTEGER", StringComparison.Ordinal).Replace(" boolean", " INTEGER", StringComparison.Ordinal)
                .Replace(" text", " TEXT", StringComparison.Ordinal).Replace(" bytea", " BLOB", StringComparison.Ordinal)
            : line;
    }

    private static IReadOnlyList<string> Steps(string database) => typeof(Database).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith($"{Root}{database}.", StringComparison.Ordinal))
        .Select(name => name[$"{Root}{database}.".Length..])
        .Order(StringComparer.Ordinal)
        .ToList();

    [GeneratedRegex(@"CHECK \(", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Checks { get; }

    [GeneratedRegex(@"CHECK \(\w+ IN \(0, 1\)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Truths { get; }

    [GeneratedRegex("--.*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comments { get; }
}
