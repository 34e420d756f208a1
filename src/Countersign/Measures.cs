using System.Collections.Frozen;
using System.Diagnostics.Metrics;

namespace Countersign;

/// <summary>What is counted and timed while the server works. Without a listener that costs next to nothing.</summary>
/// <remarks>
/// A label is a word of this program's own (an action of the registry, a code of an error catalogue, a kind of device):
/// nothing that a caller sends can become one, so their number is bounded and none tells who somebody is.
/// </remarks>
internal sealed class Measures(IMeterFactory meters, TimeProvider clock)
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "Countersign";

    /// <summary>Stands for every action that there is not.</summary>
    public const string OtherAction = "other";

    /// <summary>Stands for the kind of a device where a try was refused before the device was looked at.</summary>
    public const string AnyKind = "any";

    /// <summary>What became of something that is no code.</summary>
    public const string Malformed = "malformed";

    private static readonly FrozenDictionary<string, string> SignInSteps = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["countersign:SignInWithPassword"] = "password",
        ["countersign:SignInWithCode"] = "code",
        ["countersign:SignInWithPasskey"] = "passkey",
        ["countersign:SignInWithDiscoverablePasskey"] = "passkey_alone",
        ["countersign:SignInWithRecoveryCode"] = "recovery_code",
        ["countersign:ChooseNewPassword"] = "new_password",
        ["countersign:CompleteSignIn"] = "enrolment",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Seconds. Argon2id takes some 20 ms, a committed write a few, a read less than one.
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly Counter<long> _operations = meters.Create(Name).CreateCounter<long>(
        "countersign.operations", "{operation}", "Operations that ended, by action and outcome: Success, or the code of the refusal.");

    private readonly Histogram<double> _durations = meters.Create(Name).CreateHistogram(
        "countersign.operation.duration", "s", "How long operations took, by action.", tags: null, Buckets);

    private readonly Counter<long> _signIns = meters.Create(Name).CreateCounter<long>(
        "countersign.sign_in.steps", "{step}", "Steps of signing in to the console, by step and outcome.");

    private readonly Counter<long> _codes = meters.Create(Name).CreateCounter<long>(
        "countersign.mfa.codes", "{code}", "Codes and passkeys that were tried, by kind of device and outcome.");

    private readonly Histogram<double> _transactions = meters.Create(Name).CreateHistogram(
        "countersign.database.transaction.duration", "s", "How long transactions took, with the wait for the writer, by read or write.", tags: null, Buckets);

    private readonly Counter<long> _retries = meters.Create(Name).CreateCounter<long>(
        "countersign.database.transaction.retries", "{retry}", "Transactions that began again because another node's got in the way.");

    /// <summary>The step of signing in that an action is; null for every other action.</summary>
    public static string? SignInStep(string action) => SignInSteps.GetValueOrDefault(action);

    /// <summary>Begins to watch an operation.</summary>
    /// <param name="action">Of the registry.</param>
    /// <param name="requestId">The request it is part of.</param>
    /// <param name="cancellation">Says whether the caller has gone.</param>
    public Watch Watch(string action, string requestId, CancellationToken cancellation) => new(this, clock, action, requestId, cancellation);

    /// <summary>An operation has ended.</summary>
    public void Operation(string action, string outcome, TimeSpan took)
    {
        _operations.Add(1, new("action", action), new("outcome", outcome));
        _durations.Record(took.TotalSeconds, new KeyValuePair<string, object?>("action", action));
    }

    /// <summary>A request was refused before it was known which operation is meant.</summary>
    public void RefusedUnknown(ApiError refusal) => _operations.Add(1, new("action", OtherAction), new("outcome", refusal.Code));

    /// <summary>A step of signing in has ended.</summary>
    public void SignIn(string step, string outcome) => _signIns.Add(1, new("step", step), new("outcome", outcome));

    /// <summary>A transaction has ended.</summary>
    /// <param name="kind">read or write.</param>
    /// <param name="took">From the wish to the commit.</param>
    /// <param name="retries">How often it began again.</param>
    public void Transaction(string kind, TimeSpan took, int retries)
    {
        _transactions.Record(took.TotalSeconds, new KeyValuePair<string, object?>("kind", kind));
        if (retries > 0)
            _retries.Add(retries, new KeyValuePair<string, object?>("kind", kind));
    }

    /// <summary>A second factor was tried.</summary>
    /// <param name="kind">The device's, or <see cref="AnyKind"/>.</param>
    /// <param name="outcome">What came of it.</param>
    public void Code(string kind, string outcome) => _codes.Add(1, new("kind", kind), new("outcome", outcome));
}
