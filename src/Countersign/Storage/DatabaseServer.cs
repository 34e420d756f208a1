using System.Globalization;
using System.Net.Sockets;
using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace Countersign.Storage;

/// <summary>Opens a database on a PostgreSQL server: its migrations, and the master key that each node has a copy of.</summary>
internal static class DatabaseServer
{
    private const string Scripts = "Countersign.Storage.Migrations.postgres.";
    private const long StartLock = 0x636f756e74657230;    // "counter0"
    private const int OldestVersion = 15;

    /// <summary>Opens it, and brings the tables up to date.</summary>
    /// <param name="connectionString">Npgsql's: <c>Host=…;Database=…;Username=…;Password=…</c>.</param>
    /// <param name="options">Where the master key is.</param>
    /// <param name="now">When keys are made.</param>
    /// <exception cref="StartupException">Not reachable, too old, newer than this server, or the master key does not fit.</exception>
    public static Database Open(string connectionString, ServerOptions options, DateTimeOffset now)
    {
        var settings = Read(connectionString);
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        try
        {
            using var turn = new NpgsqlConnection(settings.ConnectionString + ";Pooling=false");    // its end is the end of the turn
            turn.Open();
            CheckVersion(turn);
            TakeTurn(turn);
            Migrate(settings);
            return new PostgresDatabase(source, OpenKeys(source, settings, options, now));
        }
        catch (NpgsqlException e)
        {
            source.Dispose();
            throw new StartupException($"The PostgreSQL database {Describe(connectionString)} cannot be used: {e.InnerException?.Message ?? e.Message}. Check --database, that the server runs, and that this user may create tables there.", e);
        }
        catch (SocketException e)
        {
            source.Dispose();
            throw new StartupException($"The PostgreSQL database {Describe(connectionString)} cannot be reached: {e.Message}. Check --database.", e);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Host, port and name, without the password.</summary>
    public static string Describe(string connectionString)
    {
        var settings = Read(connectionString);
        return string.Create(CultureInfo.InvariantCulture, $"{settings.Database ?? settings.Username} on {settings.Host}:{settings.Port}");
    }

    /// <summary>The migrations that this program knows, by their names.</summary>
    public static IReadOnlyList<string> Steps => typeof(DatabaseServer).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Scripts, StringComparison.Ordinal)).Select(name => name[Scripts.Length..]).ToList();

    /// <summary>A connection by which nobody else starts or restores there until it is closed.</summary>
    /// <exception cref="StartupException">Not reachable, or too old.</exception>
    public static NpgsqlConnection TakeTurn(string connectionString)
    {
        var turn = new NpgsqlConnection(Read(connectionString).ConnectionString + ";Pooling=false");
        try
        {
            turn.Open();
            CheckVersion(turn);
            TakeTurn(turn);
            return turn;
        }
        catch (Exception e) when (e is NpgsqlException or SocketException)
        {
            turn.Dispose();
            throw new StartupException($"The PostgreSQL database {Describe(connectionString)} cannot be used: {e.InnerException?.Message ?? e.Message}. Check --database.", e);
        }
    }

    /// <summary>Makes the tables that some of the migrations give.</summary>
    public static void Create(string connectionString, IReadOnlyList<string> steps) => Migrate(Read(connectionString), steps);

    // What the operator did not say: fail fast, so that callers get an answer that they can act on, and prepare what repeats.
    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            if (string.IsNullOrEmpty(settings.Host))
                throw new StartupException("--database names no Host. It is a PostgreSQL connection string: Host=…;Database=…;Username=…;Password=…");
            if (!settings.ContainsKey("Timeout"))
                settings.Timeout = 3;
            if (!settings.ContainsKey("Command Timeout"))
                settings.CommandTimeout = 15;
            if (!settings.ContainsKey("Max Auto Prepare"))
                settings.MaxAutoPrepare = 200;
            if (!settings.ContainsKey("Application Name"))
                settings.ApplicationName = "countersign";
            return settings;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new StartupException($"--database is not a PostgreSQL connection string: {e.Message} It looks like Host=…;Database=…;Username=…;Password=…", e);
        }
    }

    private static void CheckVersion(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestVersion)
            throw new StartupException($"The PostgreSQL server is version {connection.PostgreSqlVersion}; Countersign needs {OldestVersion} or newer.");
    }

    private static void Migrate(NpgsqlConnectionStringBuilder settings, IReadOnlyList<string>? steps = null)
    {
        using var connection = new NpgsqlConnection(settings.ConnectionString);
        connection.Open();
        RefuseNewer(connection, settings);
        var result = DeployChanges.To.PostgresqlDatabase(settings.ConnectionString)
            .WithScriptsEmbeddedInAssembly(typeof(DatabaseServer).Assembly, name => (steps ?? Steps).Any(step => name == Scripts + step))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new StartupException($"The database {settings.Database} could not be brought up to date: {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
    }

    // Forward only: a journal with scripts that this server does not know was written by a newer one.
    private static void RefuseNewer(NpgsqlConnection connection, NpgsqlConnectionStringBuilder settings)
    {
        using var table = new NpgsqlCommand("SELECT to_regclass('schemaversions') IS NOT NULL", connection);
        if (table.ExecuteScalar() is not true)
            return;
        var known = typeof(DatabaseServer).Assembly.GetManifestResourceNames().ToHashSet(StringComparer.Ordinal);
        using var applied = new NpgsqlCommand("SELECT scriptname FROM schemaversions", connection);
        using var rows = applied.ExecuteReader();
        while (rows.Read())
        {
            if (!known.Contains(rows.GetString(0)))
                throw new StartupException($"The database {settings.Database} was written by a newer Countersign (it has the step {rows.GetString(0).Replace(Scripts, "", StringComparison.Ordinal)}). Start that version, or restore an older backup.");
        }
    }

    private static Sealing OpenKeys(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings, ServerOptions options, DateTimeOffset now)
    {
        using var connection = source.OpenConnection();
        var statements = new Statements(connection, connection.BeginTransaction(), null, null);
        var mayCreate = DataKeys.AreMissing(statements).GetAwaiter().GetResult();
        var path = MasterKeyPath.Of(options);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            MasterKey.Load(path, mayCreate).Dispose();
            return DataKeys.Open(statements, new KeySource(path, ApartFrom(settings)), $"The master key {path} does not open the database {settings.Database}", now).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartupException($"The master key {path} cannot be read or made: {e.Message} Name another with --master-key-file.", e);
        }
    }

    // One connection of its own: those that serve may all be taken by whoever waits for a key.
    private static Func<NpgsqlConnection> ApartFrom(NpgsqlConnectionStringBuilder settings)
    {
        var apart = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { MaxPoolSize = 1, ApplicationName = settings.ApplicationName + " keys" };
        return () =>
        {
            var connection = new NpgsqlConnection(apart.ConnectionString);
            connection.Open();
            return connection;
        };
    }

    // Nodes that start at once do so one after the other.
    private static void TakeTurn(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT pg_advisory_lock(@key)", connection) { CommandTimeout = 300 };    // seconds: another node may be migrating
        command.Parameters.AddWithValue("key", StartLock);
        command.ExecuteNonQuery();
    }
}
