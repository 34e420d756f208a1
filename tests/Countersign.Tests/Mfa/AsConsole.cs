using Countersign.SignIn;
using Countersign.Storage;

namespace Countersign.Tests;

/// <summary>A user in a console session of their own, as far as operations can tell.</summary>
internal sealed record AsConsole(string Name, ConsoleSession Session) : IProof
{
    /// <summary>Somebody who has just signed in.</summary>
    public static async Task<AsConsole> Open(TestServer server, string name, DateTimeOffset? mfaAt = null)
    {
        var session = await server.Database.Write(
            async store =>
            {
                var user = (await store.Users.Find(server.Admin.AccountId, name))!;
                var now = server.Clock.GetUtcNow();
                var made = new ConsoleSession
                {
                    SessionHash = SessionProof.HashOf(UniqueId.OfCookie()),
                    AccountId = user.AccountId,
                    UserId = user.UserId,
                    StartedAt = now,
                    SeenAt = now,
                    PasswordAt = now,
                    MfaAt = mfaAt,
                    SourceIp = "203.0.113.7",
                    UserAgent = "test",
                };
                await store.ConsoleSessions.Add(made);
                return made;
            },
            TestContext.Current.CancellationToken);
        return new AsConsole(name, session);
    }

    public async Task<Caller> Authenticate(Store store, DateTimeOffset now)
    {
        var user = ((UserCaller)await new AsUser(Name).Authenticate(store, now)).User;
        return new UserCaller(user, new Credential.Console(Session));
    }
}
