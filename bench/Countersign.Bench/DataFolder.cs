using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.SignIn;
using Countersign.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Bench;

/// <summary>A fresh data folder, with everything of the server but its doors.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>The password of every user that <see cref="AddUsers"/> makes.</summary>
    public const string Password = "correct-Horse-7-battery";

    /// <summary>The seed of every device that <see cref="AddUsers"/> makes.</summary>
    public static readonly byte[] Seed = Encoding.ASCII.GetBytes("12345678901234567890");

    private static readonly string EventRecord = $$"""{"eventVersion":"1.08","eventName":"GetCallerIdentity","more":"{{new string('x', 500)}}"}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-bench-");
    private readonly ServiceProvider _services;

    public DataFolder()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Data"] = _folder.FullName }).Build();
        _services = Server.Offline(Settings.Read(configuration), Clock.Of);
        var first = Bootstrap.Run(Database, Service<PasswordHasher>(), "http://localhost:8700", null, null, Clock.Of.GetUtcNow()).GetAwaiter().GetResult()!;
        (AccountId, Admin) = (first.AccountId, new SigningKey(first.AccessKeyId, first.SecretAccessKey));
    }

    public string AccountId { get; }

    /// <summary>The administrator's access key.</summary>
    public SigningKey Admin { get; }

    public string Path => _folder.FullName;

    public Database Database => Service<Database>();

    public string PathOf(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public T Service<T>()
        where T : notnull =>
        _services.GetRequiredService<T>();

    /// <summary>Runs an operation as somebody with a shell on the server.</summary>
    public Task<T> Run<T>(IRequest<T> request) => Run(new Cli.OperatorProof(), request);

    /// <summary>Runs an operation with a proof.</summary>
    public Task<T> Run<T>(IProof proof, IRequest<T> request) => Service<Pipeline>().Run(
        proof, request, new CallFacts(UniqueId.OfRequest(), "127.0.0.1", SecureTransport: true) { UserAgent = "bench" });

    /// <summary>The name of one of the users that <see cref="AddUsers"/> makes, in the order of names.</summary>
    public static string UserName(int number) => string.Create(CultureInfo.InvariantCulture, $"user-{number:D7}");

    /// <summary>Adds users, each with a password and a device that counts button presses from 0; the fastest way.</summary>
    /// <param name="count">How many.</param>
    /// <param name="hash">How passwords are stored; anything where nobody signs in with one.</param>
    /// <param name="device">Kind and parameters of the devices.</param>
    public void AddUsers(int count, string hash, (string Kind, string Parameters) device)
    {
        using var rows = new Rows(this);
        var user = rows.Into("users", "user_id", "account_id", "user_name", "name_key", "created_at");
        var profile = rows.Into("login_profiles", "user_id", "account_id", "password_hash", "reset_required", "created_at", "changed_at");
        var held = rows.Into("mfa_devices", "device_id", "account_id", "serial_number", "name", "kind", "parameters", "user_id", "secret_sealed", "created_at", "enabled_at");
        for (var i = 0; i < count; i++)
        {
            var (userId, deviceId, name) = (UniqueId.OfEntity("AIDA"), UniqueId.OfEntity("MFAD"), UserName(i));
            user(userId, AccountId, name, name, 0L);
            profile(userId, AccountId, hash, 0L, 0L, 0L);
            held(
                deviceId, AccountId, $"arn:aws:iam::{AccountId}:mfa/{name}", name, device.Kind, device.Parameters, userId,
                Database.Sealing.Seal(Seed, "mfa_devices", "secret_sealed", deviceId), 0L, 0L);
        }

        rows.Commit();
    }

    /// <summary>Gives the first users an access key each.</summary>
    public async Task<IReadOnlyList<SigningKey>> AddKeys(int count)
    {
        var keys = new List<SigningKey>();
        await Database.Write(async store =>
        {
            for (var i = 0; i < count; i++)
            {
                var made = Identity.NewAccessKey.Of((await store.Users.Find(AccountId, UserName(i)))!, Clock.Of.GetUtcNow());
                await store.AccessKeys.Add(made.Key, made.Secret);
                keys.Add(new SigningKey(made.Key.AccessKeyId, made.Secret));
            }

            return keys;
        });
        return keys;
    }

    /// <summary>Signs the first user in so many times: sessions as their tokens.</summary>
    public async Task<IReadOnlyList<string>> AddSessions(int count)
    {
        var user = await Database.Read(store => store.Users.Find(AccountId, UserName(0)));
        var tokens = Enumerable.Range(0, count).Select(_ => UniqueId.OfCookie()).ToList();
        var now = Clock.Of.GetUtcNow().ToUnixTimeSeconds();
        using var rows = new Rows(this);
        var session = rows.Into(
            "console_sessions", "session_hash", "account_id", "user_id", "started_at", "seen_at", "password_at", "mfa_at", "source_ip", "user_agent");
        foreach (var token in tokens)
            session(SessionProof.HashOf(token), AccountId, user!.UserId, now, now, now, now, "127.0.0.1", "bench");
        rows.Commit();
        return tokens;
    }

    /// <summary>Fills the table of devices with tokens that have no real seed: the least that storing so many can cost.</summary>
    public void AddTokens(int count)
    {
        using var rows = new Rows(this);
        var token = rows.Into("mfa_devices", "device_id", "account_id", "serial_number", "name", "kind", "parameters", "secret_sealed", "created_at");
        var secret = RandomNumberGenerator.GetBytes(20 + 1 + 12 + 16);
        for (var i = 0; i < count; i++)
        {
            var serial = string.Create(CultureInfo.InvariantCulture, $"GALT{i:D9}");
            token(UniqueId.OfEntity("MFAD"), AccountId, serial, serial, "oath", "totp,sha1,6,30", secret, 0L);
        }

        rows.Commit();
    }

    /// <summary>A data folder with events in its audit log.</summary>
    public static DataFolder WithEvents(int count)
    {
        var folder = new DataFolder();
        folder.AddEvents(count);
        return folder;
    }

    /// <summary>Adds events to the audit log.</summary>
    public void AddEvents(int count)
    {
        using var rows = new Rows(this);
        var happened = rows.Into("audit_events", "event_id", "account_id", "at_ms", "action", "principal", "outcome", "record");
        for (var i = 0; i < count; i++)
        {
            var each = Event();
            happened(each.EventId, AccountId, (long)i, each.Action, each.Principal, each.Outcome, each.Record);
        }

        rows.Commit();
    }

    /// <summary>An event of the usual length.</summary>
    public AuditEvent Event() => new()
    {
        EventId = UniqueId.OfRequest(),
        AccountId = AccountId,
        AtMs = Clock.Of.GetUtcNow().ToUnixTimeMilliseconds(),
        Action = "sts:GetCallerIdentity",
        Principal = $"arn:aws:iam::{AccountId}:user/alice",
        Outcome = "Success",
        Record = EventRecord,
    };

    public void Dispose()
    {
        _services.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <summary>Rows straight into the tables, in one transaction.</summary>
    private sealed class Rows : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteTransaction _transaction;
        private readonly List<SqliteCommand> _commands = [];

        public Rows(DataFolder folder)
        {
            _connection = new SqliteConnection($"Data Source={folder.PathOf(DatabaseFile.Name)}");
            _connection.Open();
            using var pragma = _connection.CreateCommand();
            pragma.CommandText = "PRAGMA synchronous = FULL; PRAGMA cache_size = -400000";    // KiB: a million rows come in no order
            pragma.ExecuteNonQuery();
            _transaction = _connection.BeginTransaction();
        }

        /// <summary>What inserts a row, its values in the order of the columns.</summary>
        public RowInsert Into(string table, params string[] columns)
        {
            var insert = _connection.CreateCommand();
            _commands.Add(insert);
            insert.Transaction = _transaction;
#pragma warning disable CA2100 // names of tables and columns, written above
            insert.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => "$" + column))})";
#pragma warning restore CA2100
            var parameters = columns.Select(column => insert.Parameters.Add(new SqliteParameter("$" + column, null))).ToArray();
            return values =>
            {
                for (var i = 0; i < values.Length; i++)
                    parameters[i].Value = values[i];
                insert.ExecuteNonQuery();
            };
        }

        public void Commit() => _transaction.Commit();

        public void Dispose()
        {
            foreach (var command in _commands)
                command.Dispose();
            _transaction.Dispose();
            _connection.Dispose();
        }
    }

    private delegate void RowInsert(params ReadOnlySpan<object> values);
}
