using Countersign.Audit;
using Countersign.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Tests.Storage;

public sealed class WriteBehindTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task An_event_is_there_once_also_when_the_answer_to_its_commit_was_lost()
    {
        using var database = new AnswerLost(server.Database);
        using var behind = new WriteBehind(database, server.Clock, NullLogger<WriteBehind>.Instance);
        var happened = new AuditEvent
        {
            EventId = UniqueId.OfRequest(),
            AccountId = server.Admin.AccountId,
            AtMs = server.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Action = "sts:GetCallerIdentity",
            Principal = "somebody",
            Outcome = "Success",
            Record = "{}",
        };
        new AuditLog(behind).Later(happened);

        await Assert.ThrowsAsync<StorageException>(behind.Flush);
        await behind.Flush();

        var latest = await server.Database.Read(store => store.AuditEvents.Latest(server.Admin.AccountId, 100), TestContext.Current.CancellationToken);
        Assert.Single(latest, each => each.EventId == happened.EventId);
    }

    /// <summary>Commits, and the first time nobody hears of it.</summary>
    private sealed class AnswerLost(Database database) : Database(new Sealing(new Dictionary<int, byte[]> { [1] = new byte[32] }, new Dictionary<int, byte[]>()))
    {
        private bool _hasLost;

        public override async Task<T> Write<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default)
        {
            var result = await database.Write(work, cancellation);
            if (_hasLost)
                return result;
            _hasLost = true;
            throw new StorageException("The answer was lost.", new IOException());
        }

        public override Task<T> Read<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default) => database.Read(work, cancellation);

        public override Task<T> Once<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default) => database.Once(work, cancellation);

        public override Task<T> WriteAlone<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default) => database.WriteAlone(work, cancellation);

        protected override void Close()
        {
            // the server's own
        }
    }
}
