namespace Countersign;

/// <summary>One thing that can be done, in one file: what it takes, what policies must allow, and what it does.</summary>
/// <remarks>
/// Found by reflection, made anew for each call, and run only by <see cref="Pipeline"/>: so it checks neither
/// permissions nor the form of its request.
/// </remarks>
/// <typeparam name="TRequest">Bound by member names; for an IAM or STS operation those of the service model.</typeparam>
/// <typeparam name="TResponse">Written the same way; <see cref="Nothing"/> where there is nothing to say.</typeparam>
public interface IOperation<in TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    /// <summary>The name in policies and in the audit log: <c>iam:EnableMFADevice</c>.</summary>
    static abstract string Action { get; }

    /// <summary>True when it changes nothing: it then runs in a read transaction beside others.</summary>
    static virtual bool ReadOnly => false;

    /// <summary>What policies must allow. Empty only for the few that a test lists (sign-in steps, GetSessionToken).</summary>
    /// <remarks>Runs before anything is checked, so it must not fail, nor tell whether something exists.</remarks>
    Task<IReadOnlyList<Need>> Needs(TRequest request, Call call);

    /// <summary>What a wrong code or password is counted against, if the operation judges one.</summary>
    Task<Attempt?> Attempts(TRequest request, Call call) => Task.FromResult<Attempt?>(null);

    /// <summary>What must be known before a secret is judged; travels with the attempt's spending.</summary>
    Task Read(TRequest request, Call call) => Task.CompletedTask;

    /// <summary>Slow work that must not hold the database's only writer: hashing a password. Reads, never writes.</summary>
    Task Prepare(TRequest request, Call call) => Task.CompletedTask;

    /// <summary>Does it, in the call's one transaction.</summary>
    /// <exception cref="ApiError">An expected refusal; rolls the transaction back.</exception>
    Task<TResponse> Execute(TRequest request, Call call);
}
