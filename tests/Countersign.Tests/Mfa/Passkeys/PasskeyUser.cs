using Countersign.Identity;
using Countersign.Mfa.Passkeys;
using Countersign.Storage;
using Countersign.Tests.Identity;

namespace Countersign.Tests;

/// <summary>A user with a password and a passkey, made by the operations, and a browser to sign in with.</summary>
internal sealed class PasskeyUser(TestServer server, string name, SoftKey key) : IDisposable
{
    public string Name => name;

    public SoftKey Key => key;

    /// <summary>Has no passkey yet.</summary>
    public static async Task<PasskeyUser> Come(TestServer server, SoftKey? key = null)
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy(ManagedPolicies.SelfManagement)));
        return new PasskeyUser(server, user.UserName, At(server, key ?? new SoftKey()));
    }

    /// <summary>Has one.</summary>
    public static async Task<(PasskeyUser User, SerialNumber Serial)> Enrolled(TestServer server, SoftKey? key = null)
    {
        var user = await Come(server, key);
        return (user, await user.Register(await AsConsole.Open(server, user.Name)));
    }

    /// <summary>A browser at the server's address.</summary>
    public static SoftKey At(TestServer server, SoftKey key)
    {
        key.Origin = server.Url.GetLeftPart(UriPartial.Authority);
        return key;
    }

    public async Task<SerialNumber> Register(
        IProof proof, SoftKey? with = null, string deviceName = "key", Func<SoftKey.Making, SoftKey.Making>? change = null)
    {
        var asked = await server.Run(proof, new StartPasskeyRegistration.Request(name, deviceName));
        var answer = PasskeyRegistration.Parse((with is null ? key : At(server, with)).Create(asked.Options, change));
        return (await server.Run(proof, new RegisterPasskey.Request(name, deviceName, answer, asked.Challenge))).SerialNumber;
    }

    /// <summary>The right password, in a new browser.</summary>
    public async Task<Browser> Password()
    {
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);
        return browser;
    }

    /// <summary>Signs in from the password on.</summary>
    public async Task<Browser> SignIn(Func<SoftKey.Using, SoftKey.Using>? change = null, SoftKey? with = null)
    {
        var browser = await Password();
        await browser.Passkey(with ?? key, change);
        return browser;
    }

    public Task<User?> Row() => server.Stored(store => store.Users.Find(server.Admin.AccountId, name));

    public void Dispose() => key.Dispose();

    /// <summary>What the account demands, while a test runs.</summary>
    public static Task Settings(TestServer server, MfaSettings settings) => server.Database.Write(
        async store =>
        {
            await store.Accounts.SetMfaSettings(server.Admin.AccountId, settings);
            return Nothing.Value;
        },
        TestContext.Current.CancellationToken);
}

/// <summary>What the audit log tells.</summary>
internal static class AuditReading
{
    /// <summary>The last event of an action.</summary>
    public static async Task<System.Text.Json.JsonElement> LastEvent(this TestServer server, string action)
    {
        await server.Service<WriteBehind>().Flush();
        await using var connection = await server.OpenDatabase();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT record FROM audit_events WHERE action = @action ORDER BY event_seq DESC LIMIT 1";
        command.Add("@action", action);
        using var record = System.Text.Json.JsonDocument.Parse((string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        return record.RootElement.Clone();
    }

    public static string? Text(this System.Text.Json.JsonElement record, string member) =>
        record.TryGetProperty(member, out var value) ? value.ToString() : null;
}
