using System.Collections.Concurrent;
using Countersign.Observing;
using Countersign.Otp;
using Countersign.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Countersign.Tests;

/// <summary>A server in this process over a real database of its own, with a clock that the test moves.</summary>
/// <remarks>The database is SQLite, or PostgreSQL when the variable COUNTERSIGN_TEST_DATABASE says <c>postgres</c>.</remarks>
public class TestServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-test-").FullName;
    private readonly TestServer? _beside;
    private readonly bool _isOnPostgres;
    private string? _own;    // the database that goes with this server
    private Server? _server;
    private int _names;

    public TestServer() => _isOnPostgres = OnPostgres;

    /// <summary>Makes a node on PostgreSQL, whatever the variable says.</summary>
    /// <param name="beside">Whose database, master key and clock it shares; null: it has its own.</param>
    internal TestServer(TestServer? beside)
    {
        (_isOnPostgres, _beside) = (true, beside);
        Clock = beside?.Clock ?? Clock;
    }

    /// <summary>Starts at a moment in the past that is easy to read.</summary>
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.Parse("2026-01-01T12:00:00Z", null));

    /// <summary>Everything that was logged, at Trace.</summary>
    public CollectedLog Log { get; } = new();

    /// <summary>Settings beside those that every test has; a node has those of the one it stands beside as well.</summary>
    protected internal IDictionary<string, string?> More { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    internal Server Server => _server!;
    internal FirstStart Admin => Server.FirstStart ?? _beside!.Admin;
    internal static bool OnPostgres => Environment.GetEnvironmentVariable("COUNTERSIGN_TEST_DATABASE") == "postgres";
    /// <summary>A database that is there already, if it is to be that.</summary>
    internal string? Postgres { get; set; }

    internal string DatabasePath => Path.Combine(_folder, DatabaseFile.Name);
    internal string MasterKeyPath => _beside?.MasterKeyPath ?? Path.Combine(_folder, DatabaseFile.MasterKeyName);
    internal Database Database => Service<Database>();
    internal Uri Url => new(Server.ConsoleUrl);

    internal T Service<T>()
        where T : notnull =>
        Server.Services.GetRequiredService<T>();

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        if (_isOnPostgres)
            await ChooseDatabase();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Data"] = _folder,
                ["Database"] = Postgres,
                ["MasterKeyFile"] = MasterKeyPath,
                ["Urls"] = "http://127.0.0.1:0",
                ["Logging:LogLevel:Default"] = "Trace",
            })
            .AddInMemoryCollection((_beside ?? this).More)
            .AddInMemoryCollection(More)
            .Build();
        _server = await Server.Start(configuration, Clock, CancellationToken.None, services => services.AddLogging(logging =>
        {
            logging.ClearProviders();
            logging.AddProvider(Log);
            logging.SetMinimumLevel(LogLevel.Trace);
        }));
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_server is not null)
            await _server.DisposeAsync();
        if (_own is not null)
            await (await PostgresCluster.Shared).Drop(_own);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Makes its database, so that nodes can start on it at the same moment.</summary>
    internal async Task ChooseDatabase()
    {
        if (Postgres is null)
            Postgres = _beside is not null ? _beside.Postgres : _own = await (await PostgresCluster.Shared).NewDatabase();
    }

    /// <summary>A name that no other test of this server uses.</summary>
    public string NewName(string stem = "user") => $"{stem}-{Interlocked.Increment(ref _names)}";

    /// <summary>The database, past the server.</summary>
    internal async Task<System.Data.Common.DbConnection> OpenDatabase()
    {
        System.Data.Common.DbConnection connection = Postgres is not null
            ? new Npgsql.NpgsqlConnection(Postgres + ";Pooling=false")
            : new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    internal Task<T> Run<T>(IProof proof, IRequest<T> request) => Service<Pipeline>().Run(proof, request, Facts());

    internal Task<T> AsAdmin<T>(IRequest<T> request) => Run(new AsUser("admin"), request);

    internal static CallFacts Facts(string sourceIp = "203.0.113.7") => new(UniqueId.OfRequest(), sourceIp, SecureTransport: false)
    {
        UserAgent = "test",
    };

    /// <summary>A user with a policy, straight into the tables: what a test is about comes after it.</summary>
    internal async Task<User> AddUser(string name, params string[] documents)
    {
        var user = new User
        {
            UserId = UniqueId.OfEntity("AIDA"),
            AccountId = Admin.AccountId,
            UserName = name,
            Path = "/",
            CreatedAt = Clock.GetUtcNow(),
            NotBeforeMs = 0,
        };
        await Database.Write(async store =>
        {
            Assert.True(await store.Users.Add(user));
            for (var i = 0; i < documents.Length; i++)
                await store.InlinePolicies.Put(user.AccountId, user.UserId, $"test-{i}", documents[i]);
            await store.Accounts.BumpRevision(user.AccountId);
            return Nothing.Value;
        });
        return user;
    }

    /// <summary>Gives a user a virtual device by the operations, with codes of its own phone.</summary>
    internal async Task<PhoneApp> AddDevice(string userName, string? deviceName = null)
    {
        var made = await AsAdmin(new Mfa.CreateVirtualMFADevice.Request(deviceName ?? NewName("phone")));
        var phone = new PhoneApp(made.VirtualMFADevice);
        await AsAdmin(new Mfa.EnableMFADevice.Request(userName, phone.Serial, phone.CodeAt(Clock.GetUtcNow()), phone.CodeAt(Clock.GetUtcNow() + PhoneApp.Step)));
        Clock.Advance(2 * PhoneApp.Step);    // both codes are spent; the next one is fresh
        return phone;
    }
}

/// <summary>Sets up what took a while.</summary>
internal static class History
{
    /// <summary>So many wrong tries in a row, the last one at a moment.</summary>
    public static Task Fail(this AttemptCounters counters, string accountId, string subject, DateTimeOffset last, int times)
    {
        for (var before = times - 1; before >= 0; before--)
            counters.Spend(accountId, subject, last - before * Attempt.LongestWait);
        return Task.CompletedTask;
    }
}

/// <summary>Reads past the server.</summary>
internal static class Commands
{
    /// <summary>Sets a parameter.</summary>
    public static void Add(this System.Data.Common.DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}

/// <summary>A fake authenticator app.</summary>
internal sealed class PhoneApp(Mfa.VirtualMFADevice device)
{
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    public SerialNumber Serial => device.SerialNumber;

    public string Base32Key { get; } = System.Text.Encoding.ASCII.GetString(device.Base32StringSeed!.Value.Span);

    public OneTimeCode CodeAt(DateTimeOffset now) => Totp.Compute(Base32.Decode(Base32Key), OathParameters.Default, now);

    /// <summary>A code that is not right around this moment.</summary>
    public OneTimeCode WrongCodeAt(DateTimeOffset now)
    {
        for (var number = 0; ; number++)
        {
            Assert.True(OneTimeCode.TryParse(number.ToString("D6", System.Globalization.CultureInfo.InvariantCulture), out var code));
            if (Enumerable.Range(-2, 5).All(step => CodeAt(now + step * Step) != code))
                return code;
        }
    }
}

/// <summary>A user, by a long-term key as far as policies are concerned.</summary>
internal sealed record AsUser(string Name) : IProof
{
    public async Task<Caller> Authenticate(Store store, DateTimeOffset now)
    {
        var account = await store.Accounts.First();
        var user = await store.Users.Find(account!.AccountId, Name);
        return new UserCaller(user!, new Credential.AccessKey("AKIATEST"));
    }
}

/// <summary>Keeps every line that is logged, as it is and as the server writes it in JSON.</summary>
public sealed class CollectedLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _json = new();
    private IExternalScopeProvider? _scopes;

    /// <summary>All lines so far.</summary>
    public string Text => string.Join('\n', _lines);

    /// <summary>All lines so far, each a JSON object.</summary>
    public IReadOnlyList<string> Json => [.. _json];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Category(CollectedLog all, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => all._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            all._lines.Enqueue($"{formatter(state, exception)} {exception}");
            using var json = new StringWriter();
            LogLine.Of(new LogEntry<TState>(logLevel, name, eventId, state, exception, formatter!), all._scopes, DateTimeOffset.UnixEpoch)?.WriteJson(json);
            all._json.Enqueue(json.ToString());
        }
    }
}
