using System.Diagnostics;

namespace Countersign;

/// <summary>One operation, watched: a span with its phases under it, and what is counted when it ends.</summary>
/// <remarks>Of the request only its id is told: no name, no number and no text that a caller has sent.</remarks>
internal sealed class Watch : IDisposable
{
    private const string Spending = "spend";

    private static readonly ActivitySource Spans = new(Measures.Name);

    private readonly Measures _measures;
    private readonly TimeProvider _clock;
    private readonly string _action;
    private readonly CancellationToken _cancellation;
    private readonly long _began;
    private readonly Activity? _operation;
    private Activity? _phase;
    private string? _now;
    private Attempt? _attempt;
    private string? _outcome;
    private string _step = "refused";
    private bool _ours;

    public Watch(Measures measures, TimeProvider clock, string action, string requestId, CancellationToken cancellation)
    {
        (_measures, _clock, _action, _cancellation, _began) = (measures, clock, action, cancellation, clock.GetTimestamp());
        _operation = Spans.StartActivity(action);
        _operation?.SetTag("countersign.action", action).SetTag("countersign.request_id", requestId);
    }

    /// <summary>The next phase begins, and the one before ends.</summary>
    public void Phase(string name)
    {
        _phase?.Dispose();
        _now = name;
        _phase = Spans.StartActivity(name);
    }

    /// <summary>The phase in which an attempt is spent: a refusal in it is one to wait.</summary>
    public void Spends(Attempt attempt)
    {
        Phase(Spending);
        _attempt = attempt;
    }

    /// <summary>It has answered.</summary>
    public T Done<T>(T answer)
    {
        _outcome = "Success";
        _step = answer is ISignsIn { IsSignedIn: true } ? "signed_in" : "next_step";
        return answer;
    }

    /// <summary>It was refused.</summary>
    public void Refused(ApiError refusal)
    {
        _outcome = refusal.Code;
        _ours = refusal.Status >= 500;
        _step = _now == Spending ? "throttled" : _ours ? "busy" : "refused";
        if (_now == Spending && _attempt is { IsOfCodes: true })
            _measures.Code(Measures.AnyKind, "throttled");
    }

    public void Dispose()
    {
        if (_outcome is null)
        {
            var left = _cancellation.IsCancellationRequested;
            (_outcome, _ours, _step) = (left ? "Abandoned" : "ServiceFailure", !left, left ? "refused" : "busy");
        }

        _phase?.Dispose();
        _operation?.SetTag("countersign.outcome", _outcome);
        if (_ours)
            _operation?.SetStatus(ActivityStatusCode.Error);
        _operation?.Dispose();
        _measures.Operation(_action, _outcome, _clock.GetElapsedTime(_began));
        if (Measures.SignInStep(_action) is { } step)
            _measures.SignIn(step, _step);
    }
}

/// <summary>An answer of a step of signing in.</summary>
internal interface ISignsIn
{
    /// <summary>False when another step comes.</summary>
    bool IsSignedIn { get; }
}
