using Countersign.Identity;
using Countersign.Otp;
using Countersign.Query;
using Countersign.SignIn;
using Countersign.Storage;

namespace Countersign.Bench;

/// <summary>What must not grow with the number of users, sessions, events and strangers.</summary>
internal static class Growth
{
    /// <summary>As many as the laws speak of.</summary>
    public const int Million = 1_000_000;

    private const int Page = 100;

    /// <param name="many">A million users.</param>
    /// <param name="events">A million audit events.</param>
    public static IEnumerable<Goal> Goals(Shared<Population> many, Shared<DataFolder> events)
    {
        yield return new Goal("law", "a sign-in but its hash, among 10,000 users", "among 10", 2, () => SignInAmong(10_000));
        yield return new Goal("law", "a sign-in but its hash, among 1,000,000 users", "among 10", 2, () => SignIn(many.Value));
        yield return new Goal("law", "ListUsers, the first 100 of 1,000,000", "of 101", 1.5, () => FirstPage(many.Value));
        yield return new Goal("law", "ListUsers, 100 in the middle of 1,000,000", "the first 100", 1.5, () => ListUsers(many.Value, Million / 2));
        yield return new Goal("law", "ListUsers, the last 100 of 1,000,000", "the first 100", 1.5, () => ListUsers(many.Value, Million - Page));
        yield return new Goal("law", "managed memory for each of 100,000 sessions in use", "2 KB", 1, () => Sessions(100_000));
        yield return new Goal("law", "managed memory for each of 10,000 sessions in use", "2 KB", 1, () => Sessions(10_000));
        yield return new Goal("law", "signing keys remembered after 200,000 calls with keys and dates made up", "the cache's capacity of 10,000", 1, SigningKeys);
        yield return new Goal("law", "audit: writing an event behind 1,000,000 others", "behind 1,000", 2, () => Audit(events.Value, Append));
        yield return new Goal("law", "audit: reading the latest 100 of 1,000,000 events", "of 1,000", 1.5, () => Audit(events.Value, ReadLatest));
    }

    private static async Task<Measured> SignInAmong(int count)
    {
        using var many = new Population(count);
        return await SignIn(many);
    }

    private static async Task<Measured> SignIn(Population many)
    {
        using var few = new Population(10);
        var measured = await Paired.Run(few.SignIn, many.SignIn);
        return measured with { Note = "three durable writes; by a token that counts button presses" };
    }

    private static async Task<Measured> FirstPage(Population many)
    {
        using var few = new Population(Page + 1);
        return await Paired.Run(() => List(few, null), () => List(many, null));
    }

    private static void List(Population of, string? marker)
    {
        if (of.Folder.Run(new ListUsers.Request(Marker: marker, MaxItems: Page)).GetAwaiter().GetResult().Users.Count < Page)
            throw new InvalidOperationException("The page is short.");
    }

    private static Task<Measured> ListUsers(Population many, int after)
    {
        var marker = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(DataFolder.UserName(after - 1)));
        return Paired.Run(() => List(many, null), () => List(many, marker));
    }

    private static async Task<Measured> Sessions(int count)
    {
        using var folder = new DataFolder();
        folder.AddUsers(1, "", ("virtual", ""));
        var lastUsed = folder.Service<LastUsed>();
        var options = new SignInOptions();
        async Task Use(string token) => await folder.Run(new SessionProof(token, options, lastUsed), new GetSession.Request());

        var tokens = await folder.AddSessions(count);
        foreach (var token in tokens.Take(100))
            await Use(token);
        await folder.Service<WriteBehind>().Flush();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < tokens.Count; i++)
        {
            await Use(tokens[i]);
            if (i % 1000 == 0)
                await folder.Service<WriteBehind>().Flush();
        }

        await folder.Service<WriteBehind>().Flush();
        var grown = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before);
        GC.KeepAlive(tokens);
        return new Measured([2000], [(double)grown / count]) { Unit = Unit.Bytes };
    }

    // Only what has verified a request is remembered: a stranger's guesses are not, and a client's own dates are bounded.
    private static Task<Measured> SigningKeys()
    {
        const int Calls = 200_000;
        var keys = new SigningKeyCache();
        var to = new Uri("http://localhost:8700");
        var now = Clock.Of.GetUtcNow();
        for (var i = 0; i < Calls / 100; i++)
        {
            var request = Read(Signed.GetCallerIdentity(to, new SigningKey(UniqueId.OfAccessKey(), "guessed")));
            try
            {
                SignedRequest.TryRead(request)!.Verify("right", now, keys);
                throw new InvalidOperationException("A wrong signature was taken.");
            }
            catch (ApiError)
            {
                // as it should be
            }
        }

        var ofStrangers = keys.Count;
        Span<byte> key = stackalloc byte[SigV4.HashLength];
        for (var i = 0; i < Calls; i++)
            keys.Add(UniqueId.OfAccessKey(), CredentialScope.Read($"A/{now:yyyyMMdd}/us-east-1/sts/aws4_request", now, ["sts"]).Scope, "secret", key);
        return Task.FromResult(new Measured([10_000], [keys.Count]) { Unit = Unit.Count, Gates = [new Gate("keys of wrong signatures remembered", ofStrangers, 0)] });
    }

    private static WireRequest Read(string request)
    {
        var parts = request.Split("\r\n\r\n");
        var headers = parts[0].Split("\r\n")[1..].Select(line => new WireHeader(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..])).ToList();
        return new WireRequest("POST", "/", headers, System.Text.Encoding.UTF8.GetBytes(parts[1]));
    }

    private static async Task<Measured> Audit(DataFolder many, Action<DataFolder> work)
    {
        using var few = new DataFolder();
        few.AddEvents(1_000);
        return await Paired.Run(() => work(few), () => work(many));
    }

    private static void Append(DataFolder folder) => folder.Database.Write(async store =>
    {
        await store.AuditEvents.Add(folder.Event());
        return Nothing.Value;
    }).GetAwaiter().GetResult();

    private static void ReadLatest(DataFolder folder)
    {
        if (folder.Database.Read(store => store.AuditEvents.Latest(folder.AccountId, Page)).GetAwaiter().GetResult().Count < Page)
            throw new InvalidOperationException("There are fewer events.");
    }

    /// <summary>Users with a password and a token, who sign in one after the other.</summary>
    internal sealed class Population : IDisposable
    {
        private readonly int _count;
        private readonly Dictionary<int, ulong> _counters = [];
        private int _next;

        public Population(int count)
        {
            _count = count;
            Folder = new DataFolder();
            Folder.AddUsers(count, "", ("oath", "hotp,sha1,6"));
        }

        public DataFolder Folder { get; }

        /// <summary>All that a sign-in does to the tables, and the code; no password is hashed.</summary>
        public void SignIn() => SignInAsync().GetAwaiter().GetResult();

        public void Dispose() => Folder.Dispose();

        private async Task SignInAsync()
        {
            var number = _next = (_next + 7919) % _count;
            var counter = _counters[number] = _counters.GetValueOrDefault(number) + 1;
            var user = await Folder.Database.Read(async store =>
            {
                var account = await store.Accounts.FindByIdOrAlias(Folder.AccountId);
                var user = await store.Users.Find(account!.AccountId, DataFolder.UserName(number));
                await store.LoginProfiles.Find(user!.UserId);
                return user;
            });
            var token = UniqueId.OfCookie();
            var now = Clock.Of.GetUtcNow();
            await Folder.Database.Write(async store =>
            {
                await store.SignInAttempts.Add(new SignInAttempt
                {
                    AttemptHash = SessionProof.HashOf(token),
                    AccountId = user.AccountId,
                    UserId = user.UserId,
                    Step = SignInAttempt.SecondFactor,
                    PasswordAt = now,
                    ExpiresAt = now + NextStep.Lifetime,
                });
                return Nothing.Value;
            });
            var answer = await Folder.Run(new PendingProof(token), new SignInWithCode.Request(Hotp.Compute(DataFolder.Seed, counter - 1, OathHash.Sha1, 6)));
            if (answer.Step != SignInStep.Done)
                throw new InvalidOperationException($"The sign-in stands at {answer.Step}.");
        }
    }
}
