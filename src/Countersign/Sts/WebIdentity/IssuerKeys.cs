namespace Countersign.Sts.WebIdentity;

/// <summary>The keys of issuers, remembered: an issuer is asked once an hour, and when a token names a key that is not known.</summary>
/// <remarks>Never more than once a minute, however many ask and whatever comes of it: whoever sends a token may be anybody.</remarks>
internal sealed class IssuerKeys(IssuerClient client, TimeProvider clock)
{
    /// <summary>How long keys are good without being read again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The least time between two questions to one issuer.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>How many may wait for issuers at once: each of them holds a connection to the database.</summary>
    public const int MostWaiting = 64;

    private const int Remembered = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Asked> _asked = new(StringComparer.Ordinal);
    private int _waiting;

    /// <summary>The key that a token is signed with, as it says.</summary>
    /// <param name="issuer">Registered in the account of the role: others are not asked.</param>
    /// <param name="token">The token, of which nothing is believed yet.</param>
    /// <exception cref="ApiError">IDPCommunicationError: the issuer does not tell its keys; InvalidIdentityToken: it has no such key.</exception>
    public async Task<IssuerKey> Find(string issuer, Jwt token)
    {
        if (await WaitFor(issuer, mayAskAgain: false) is var known && IsFresh(known) && known.KeyOf(token) is { } key)
            return key;
        var answer = await WaitFor(issuer, mayAskAgain: true);
        if (IsFresh(answer) && answer.KeyOf(token) is { } found)
            return found;
        throw answer.Fault is { } fault
            ? WebIdentityErrors.NoKeys($"{issuer}: {fault}")
            : WebIdentityErrors.WrongSignature("The token names no key of the issuer that fits its algorithm.");
    }

    private bool IsFresh(IssuerAnswer answer) => clock.GetUtcNow() - answer.ReadAt < Lifetime;

    private async Task<IssuerAnswer> WaitFor(string issuer, bool mayAskAgain)
    {
        var answer = Answer(issuer, mayAskAgain);
        if (answer.IsCompleted)
            return await answer;
        try
        {
            return Interlocked.Increment(ref _waiting) <= MostWaiting ? await answer : throw WebIdentityErrors.NoKeys("too many wait for issuers");
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private Task<IssuerAnswer> Answer(string issuer, bool mayAskAgain)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_asked.TryGetValue(issuer, out var before) && (!mayAskAgain || !before.Answer.IsCompleted || now - before.At < Pause))
                return before.Answer;
            if (_asked.Count >= Remembered)
                _asked.Clear();
            var answer = Ask(issuer, before?.Answer);
            _asked[issuer] = new Asked(now, answer);
            return answer;
        }
    }

    // An issuer that is away for a moment does not take with it the keys that are known: they are good until they are old.
    private async Task<IssuerAnswer> Ask(string issuer, Task<IssuerAnswer>? before)
    {
        var answer = await client.Ask(issuer);
        return answer.Fault is not null && before is { IsCompletedSuccessfully: true } ? await before with { Fault = answer.Fault } : answer;
    }

    private sealed record Asked(DateTimeOffset At, Task<IssuerAnswer> Answer);
}
