using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Countersign.Storage;

/// <summary>A connection to a file that compiles each statement once, and keeps it: compiling costs more than running most of them.</summary>
/// <remarks>The texts are this program's own constants, so their number is bounded. For one thread at a time.</remarks>
internal sealed class PreparedConnection(string connectionString) : SqliteConnection(connectionString)
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>Spares SQLite its own locks: each connection is one thread's at a time. For the start of the program; later it does nothing.</summary>
    public static void SetUp()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <summary>Whether a transaction is open; SQLite ends it by itself where the disk fails.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>A statement without parameters as yet, nobody else's until the next call. It is not to be disposed of.</summary>
    public SqliteCommand Command(string sql)
    {
        if (_commands.TryGetValue(sql, out var command))
        {
            command.Parameters.Clear();
            return command;
        }

        command = CreateCommand();
#pragma warning disable CA2100 // a constant of this program
        command.CommandText = Dialect.Sqlite.Text(sql);
#pragma warning restore CA2100
        return _commands[sql] = command;
    }

    /// <summary>Begins a transaction, whose snapshot is that of its first statement; does nothing in one.</summary>
    public void BeginUnlessBegun()
    {
        if (!IsInTransaction)
            Run("BEGIN");
    }

    /// <summary>Runs a statement.</summary>
    public void Run(string sql) => Command(sql).ExecuteNonQuery();

    protected override void Dispose(bool disposing)
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _commands.Clear();
        base.Dispose(disposing);
    }
}
