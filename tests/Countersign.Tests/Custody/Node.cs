using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Otp;
using Countersign.Query;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Sts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Countersign.Tests.Custody;

/// <summary>A server of several over one database, or one after another over one folder; each says where its database is.</summary>
internal sealed class Node : IAsyncDisposable
{
    private Node(Server server, Place place) => (Server, Place) = (server, place);

    public Server Server { get; }
    public Place Place { get; }
    public Database Database => Server.Services.GetRequiredService<Database>();
    public FirstStart Admin => Server.FirstStart!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Node> Start(Place place) => new(
        await Server.Start(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Data"] = place.Folder,
                ["Database"] = place.Database,
                ["Urls"] = "http://127.0.0.1:0",
            }).Build(),
            place.Clock, Cancellation),
        place);

    public Task<T> Run<T>(IProof proof, IRequest<T> request) =>
        Server.Services.GetRequiredService<Pipeline>().Run(proof, request, TestServer.Facts(), Cancellation);

    public Task<T> AsAdmin<T>(IRequest<T> request) => Run(new AsUser("admin"), request);

    public Task<T> AsOperator<T>(IRequest<T> request) => Run(new AsLocalOperator(), request);

    /// <summary>A user with password, access key and phone.</summary>
    public async Task<Alice> AddAlice(string name = "alice")
    {
        await AsAdmin(new CreateUser.Request(name));
        await AsAdmin(new CreateLoginProfile.Request(name, Identity.Passwords.First));
        var key = (await AsAdmin(new CreateAccessKey.Request(name))).AccessKey;
        var phone = new PhoneApp((await AsAdmin(new CreateVirtualMFADevice.Request(name))).VirtualMFADevice);
        var now = Place.Clock.GetUtcNow();
        await AsAdmin(new EnableMFADevice.Request(name, phone.Serial, phone.CodeAt(now), phone.CodeAt(now + PhoneApp.Step)));
        Place.Clock.Advance(2 * PhoneApp.Step);
        return new Alice(name, phone, new Credentials(key.AccessKeyId, key.SecretAccessKey, "", default));
    }

    /// <summary>A user with an access key.</summary>
    public async Task<Alice> AddKey()
    {
        var name = UniqueId.OfEntity("AIDA");
        await AsAdmin(new CreateUser.Request(name));
        var key = (await AsAdmin(new CreateAccessKey.Request(name))).AccessKey;
        return new Alice(name, null!, new Credentials(key.AccessKeyId, key.SecretAccessKey, "", default));
    }

    /// <summary>Signs in to the console with password and code.</summary>
    /// <returns>The session's token.</returns>
    public async Task<string> SignIn(Alice alice, OneTimeCode code)
    {
        var account = (await Database.Read(store => store.Accounts.First(), Cancellation))!.AccountId;
        var first = await Run(new NoProof(), new SignInWithPassword.Request(account, alice.Name, Identity.Passwords.First));
        var second = await Run(new PendingProof(first.Token!), new SignInWithCode.Request(code));
        Assert.Equal(SignInStep.Done, second.Step);
        return second.Token!;
    }

    public Task<GetSession.Response> Who(string token) =>
        Run(new SessionProof(token, new SignInOptions(), Server.Services.GetRequiredService<LastUsed>()), new GetSession.Request());

    /// <summary>Calls the API, signed as a client would.</summary>
    /// <returns>The ARN of who calls.</returns>
    public async Task<string> Call(Credentials credentials) => (await Run(
        new SignatureProof(
            SignedCalls.Of(credentials, Place.Clock.GetUtcNow()), Server.Services.GetRequiredService<SigningKeyCache>(), Server.Services.GetRequiredService<KnownKeys>(),
            Server.Services.GetRequiredService<LastUsed>()),
        new GetCallerIdentity.Request())).Arn;

    public async Task<Credentials> Session(Alice alice, int? seconds = null) => (await Run(new AsUser(alice.Name), new GetSessionToken.Request(seconds))).Credentials;

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}

/// <summary>Somebody with everything that a backup must bring back.</summary>
internal sealed record Alice(string Name, PhoneApp Phone, Credentials Key)
{
    /// <summary>What the phone shows.</summary>
    public OneTimeCode CodeAt(DateTimeOffset now) => Phone.CodeAt(now);
}

/// <summary>Where a database is: a folder, and PostgreSQL or not.</summary>
internal sealed class Place : IAsyncDisposable, IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("countersign-place-").FullName;
    public string? Database { get; private init; }
    public FakeTimeProvider Clock { get; private init; } = new(DateTimeOffset.Parse("2026-01-01T12:00:00Z", null));
    public ServerOptions Options => new() { Data = Folder, Database = Database };
    public string MasterKey => Path.Combine(Folder, DatabaseFile.MasterKeyName);

    /// <summary>An empty one, of the kind that the tests run on, or of a given one.</summary>
    public static async Task<Place> New(bool? onPostgres = null, FakeTimeProvider? clock = null) => new()
    {
        Database = onPostgres ?? TestServer.OnPostgres ? await (await PostgresCluster.Shared).NewDatabase() : null,
        Clock = clock ?? new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T12:00:00Z", null)),
    };

    /// <summary>What another machine has of it: the same database, and a copy of the master key. To be disposed of without waiting: the database stays.</summary>
    public Place Beside()
    {
        var beside = new Place { Database = Database, Clock = Clock };
        File.Copy(MasterKey, beside.MasterKey);
        return beside;
    }

    public Task<string> MasterKeyText() => File.ReadAllTextAsync(MasterKey, TestContext.Current.CancellationToken);

    /// <summary>The database, past any server.</summary>
    public async Task<System.Data.Common.DbConnection> OpenDatabase()
    {
        System.Data.Common.DbConnection connection = Database is not null
            ? new Npgsql.NpgsqlConnection(Database + ";Pooling=false")
            : new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Folder, DatabaseFile.Name)};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>The tables that are there.</summary>
    public async Task<IReadOnlyList<string>> TableNames()
    {
        await using var connection = await OpenDatabase();
        return (await Dapper.SqlMapper.QueryAsync<string>(connection, Database is null
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            : "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")).ToList();
    }

    public async ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Database is not null)
            await (await PostgresCluster.Shared).Drop(Database);
        Directory.Delete(Folder, recursive: true);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
