using Countersign.Identity;
using Countersign.SignIn;
using Countersign.Tests.Identity;
using Npgsql;

namespace Countersign.Tests.UnderFire;

/// <summary>
/// What a sign-in reads of its user it reads at one moment. On PostgreSQL several statements that travel together would else each see another one:
/// here a lock holds them up between the user and the user's devices, and somebody changes the user meanwhile.
/// </summary>
public sealed class ChangedMeanwhileTests : IAsyncLifetime
{
    private PostgresCluster? _cluster;
    private TestServer? _server;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _cluster = await PostgresCluster.Shared;
        _database = await _cluster.NewDatabase();
        _server = new TestServer { Postgres = _database };
        await _server.InitializeAsync();
        await _server.AddUser("anna");
        await _server.AsAdmin(new CreateLoginProfile.Request("anna", Passwords.First));
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        await _cluster!.Drop(_database);
    }

    [Fact]
    public async Task Who_is_renamed_while_signing_in_keeps_the_second_factor()
    {
        await _server!.AddDevice("anna");
        var browser = new Browser(_server);

        var step = await HeldUp(() => browser.Password("anna", Passwords.First), "UPDATE users SET user_name = 'eve', name_key = 'eve' WHERE name_key = 'anna'");

        Assert.Equal(SignInStep.SecondFactor, step);
    }

    [Fact]
    public async Task A_sign_in_that_ends_while_its_code_is_judged_is_over()
    {
        var phone = await _server!.AddDevice("anna");
        var browser = new Browser(_server);
        await browser.Password("anna", Passwords.First);
        _server.Clock.Advance(PhoneApp.Step);

        var refused = await Refused.By(() => HeldUp(() => browser.Code(phone.CodeAt(browser.Now)), "DELETE FROM sign_in_attempts"));

        Assert.Equal("SignInExpired", refused.Code);
    }

    // The change lasts before the statement that waits for the table goes on.
    private async Task<T> HeldUp<T>(Func<Task<T>> work, string change)
    {
        await using var connection = new NpgsqlConnection(_database + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Execute(connection, "LOCK TABLE mfa_devices IN ACCESS EXCLUSIVE MODE");
        var held = Task.Run(work);
        while (await Waiting(connection) == 0)
            Assert.False(held.IsCompleted, "It did not ask for the devices");
        await Execute(connection, change);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        return await held;
    }

    private static async Task<long> Waiting(NpgsqlConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'mfa_devices'::regclass";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // this class's own texts
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
