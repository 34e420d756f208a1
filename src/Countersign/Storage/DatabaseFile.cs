using Dapper;
using DbUp;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;

namespace Countersign.Storage;

/// <summary>Opens a data folder: the SQLite database with its migrations, and the master key beside it.</summary>
internal static class DatabaseFile
{
    /// <summary>The database's name in the data folder.</summary>
    public const string Name = "countersign.db";

    /// <summary>The master key's name in the data folder, unless configured elsewhere.</summary>
    public const string MasterKeyName = "master.key";

    private const string Scripts = "Countersign.Storage.Migrations.sqlite.";

    /// <summary>Opens or creates everything, and brings the tables up to date.</summary>
    /// <exception cref="StartupException">Not writable, damaged, newer than this server, or the master key does not fit.</exception>
    public static Database Open(string folder, string? masterKeyPath, DateTimeOffset now)
    {
        var path = Path.Combine(folder, Name);
        masterKeyPath ??= Path.Combine(folder, MasterKeyName);
        Mappings.Register();
        PreparedConnection.SetUp();
        try
        {
            Directory.CreateDirectory(folder);
            using var turn = TakeTurn(folder);    // two servers starting at once migrate one after the other
            MasterKey.Load(masterKeyPath, mayCreate: !File.Exists(path)).Dispose();
            Protect(path);
            Migrate(path);
            return new SqliteDatabase(path, OpenKeys(path, masterKeyPath, now));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartupException($"The data folder {folder} cannot be written: {e.Message} Choose another with --data, or give this user the right to write there.", e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26)    // SQLITE_CORRUPT, SQLITE_NOTADB
        {
            throw new StartupException($"The database {path} is damaged ({e.Message}). Restore it from a backup; nothing in it was changed.", e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 8 or 14)    // SQLITE_READONLY, SQLITE_CANTOPEN
        {
            throw new StartupException($"The database {path} cannot be written ({e.Message}). Give this user the right to write to it and to its folder.", e);
        }
        catch (SqliteException e)
        {
            throw new StartupException($"The database {path} cannot be opened ({e.Message}). Look at its disk: is it full, or failing?", e);
        }
    }

    /// <summary>The migrations that this program knows, by their names.</summary>
    public static IReadOnlyList<string> Steps => typeof(DatabaseFile).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Scripts, StringComparison.Ordinal)).Select(name => name[Scripts.Length..]).ToList();

    /// <summary>Makes a database with the tables that some of the migrations give.</summary>
    public static void Create(string path, IReadOnlyList<string> steps)
    {
        Protect(path);
        Migrate(path, steps);
    }

    /// <summary>Waits until nobody else starts or restores there, and keeps others waiting until it is disposed of.</summary>
    public static FileStream TakeTurn(string folder)
    {
        var path = Path.Combine(folder, "start.lock");
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (tries < 100 && IsHeld(e))
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(100));
            }
            catch (IOException e) when (IsHeld(e))
            {
                throw new StartupException($"Another Countersign has been starting in {folder} for ten seconds, and holds {path}. Wait for it or stop it, then start again.", e);
            }
        }
    }

    // EAGAIN of flock on Linux and on macOS; ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    // The file holds names and password hashes: nobody else on this machine needs to read it.
    private static void Protect(string path)
    {
        if (File.Exists(path))
            return;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }

    private static void Migrate(string path, IReadOnlyList<string>? steps = null)
    {
        using var connection = new SqliteConnection(SqliteDatabase.ConnectionString(path));
        connection.Open();
        connection.Execute("PRAGMA journal_mode = WAL");
        if (connection.ExecuteScalar<string>("PRAGMA quick_check(1)") is var state and not "ok")
            throw new StartupException($"The database {path} is damaged ({state}). Restore it from a backup; nothing in it was changed.");
        RefuseNewer(connection, path);

        var result = DeployChanges.To.SqliteDatabase(SqliteDatabase.ConnectionString(path))
            .WithScriptsEmbeddedInAssembly(typeof(DatabaseFile).Assembly, name => (steps ?? Steps).Any(step => name == Scripts + step))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new StartupException($"The database {path} could not be brought up to date: {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
    }

    // Forward only: a journal with scripts that this server does not know was written by a newer one.
    private static void RefuseNewer(SqliteConnection connection, string path)
    {
        if (connection.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master WHERE name = 'SchemaVersions'") == 0)
            return;
        var known = typeof(DatabaseFile).Assembly.GetManifestResourceNames().ToHashSet(StringComparer.Ordinal);
        var unknown = connection.Query<string>("SELECT ScriptName FROM SchemaVersions").FirstOrDefault(script => !known.Contains(script));
        if (unknown is not null)
            throw new StartupException($"The database {path} was written by a newer Countersign (it has the step {unknown.Replace(Scripts, "", StringComparison.Ordinal)}). Start that version, or restore an older backup.");
    }

    private static Sealing OpenKeys(string path, string masterKeyPath, DateTimeOffset now)
    {
        using var connection = Connect(path);
        var statements = new Statements(connection, connection.BeginTransaction(deferred: false), null, null);
        return DataKeys.Open(statements, new KeySource(masterKeyPath, () => Connect(path)), $"The master key {masterKeyPath} does not open the database {path}", now).GetAwaiter().GetResult();
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(SqliteDatabase.ConnectionString(path));
        connection.Open();
        return connection;
    }
}
