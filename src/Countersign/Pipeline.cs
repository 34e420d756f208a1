using Countersign.Audit;
using Countersign.Storage;

namespace Countersign;

/// <summary>The story of every request, whatever door it came through. There is no second way in.</summary>
internal sealed partial class Pipeline(
    Database database, Operations operations, Authoriser authoriser, AuditLog audit, Measures measures, TimeProvider clock, ILogger<Pipeline> log)
{
    private string? _firstAccount;    // the deployment's own: once made, it stays

    /// <summary>Runs one operation.</summary>
    /// <param name="proof">What the door has as proof of who calls.</param>
    /// <param name="bind">Makes the request from what the door received; runs only for a caller who is somebody.</param>
    /// <param name="facts">What else the door knows.</param>
    /// <param name="requestType">The request's record: it says which operation is meant.</param>
    /// <param name="cancellation">The caller has gone.</param>
    /// <exception cref="ApiError">The refusal, for the door to translate.</exception>
    public Task<TResponse> Run<TResponse>(
        IProof proof, Func<IRequest<TResponse>> bind, CallFacts facts, Type requestType, CancellationToken cancellation = default) =>
        ((Entry<TResponse>)operations.Of(requestType)).Run(this, proof, bind, facts, cancellation);

    /// <inheritdoc cref="Run{TResponse}(IProof, Func{IRequest{TResponse}}, CallFacts, Type, CancellationToken)"/>
    public Task<TResponse> Run<TResponse>(
        IProof proof, IRequest<TResponse> request, CallFacts facts, CancellationToken cancellation = default) =>
        Run(proof, () => request, facts, request.GetType(), cancellation);

    /// <summary>Runs several operations in one transaction, each authorised and audited: all of them happen, or none.</summary>
    public async Task<T> Batch<T>(IProof proof, CallFacts facts, Func<Batch, Task<T>> work, CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        try
        {
            return await database.Write(
                async store =>
                {
                    var call = await Begin(proof, facts, store, now);
                    return await work(new Batch(this, call));
                },
                cancellation);
        }
        catch (StorageException fault)
        {
            throw Unavailable(fault, facts);
        }
    }

    internal async Task<TResponse> Run<TRequest, TResponse>(
        OperationEntry<TRequest, TResponse> entry, IProof proof, Func<IRequest<TResponse>> bind, CallFacts facts, CancellationToken cancellation)
        where TRequest : IRequest<TResponse>
    {
        var now = clock.GetUtcNow();
        var trail = new AuditTrail(entry.Action, facts, now);
        using var watch = measures.Watch(entry.Action, facts.RequestId, cancellation);
        try
        {
            var operation = entry.Create();
            if (entry.ReadOnly)
            {
                var answer = await database.Read(
                    async store =>
                    {
                        watch.Phase("authorise");
                        var call = await Begin(proof, facts, store, now, trail);
                        var request = Bind(entry, bind, trail);
                        await authoriser.Authorise(call, await operation.Needs(request, call));
                        watch.Phase("execute");
                        return await operation.Execute(request, call);
                    },
                    cancellation);
                trail.Response = answer as IToldInAudit;
                if (trail.Caller is not AnonymousCaller)    // what everybody may read is read by nobody: a flood of it writes nothing
                    audit.Later(trail.Succeeded());
                return watch.Done(answer);
            }

            return watch.Done(await Write(entry, operation, proof, bind, facts, now, trail, watch, cancellation));
        }
        catch (ApiError refusal)
        {
            watch.Refused(refusal);
            if (!trail.IsWritten)
                audit.Later(trail.Refused(refusal));
            throw;
        }
        catch (StorageException fault)
        {
            throw Unavailable(fault, facts);
        }
    }

    /// <summary>One operation of a batch, in the batch's transaction. None that judges a code or a password can be part of one.</summary>
    internal async Task<TResponse> RunInside<TRequest, TResponse>(OperationEntry<TRequest, TResponse> entry, IRequest<TResponse> request, Call call)
        where TRequest : IRequest<TResponse>
    {
        using var watch = measures.Watch(entry.Action, call.Facts.RequestId, CancellationToken.None);
        var trail = new AuditTrail(entry.Action, call.Facts, call.Now) { Caller = call.Caller, AccountId = call.AccountId };
        try
        {
            var operation = entry.Create();
            var bound = Bind(entry, () => request, trail);
            await authoriser.Authorise(call, await operation.Needs(bound, call));
            if (await operation.Attempts(bound, call) is not null)
                throw new InvalidOperationException($"{entry.Action} judges a secret and cannot run in a batch.");
            await operation.Read(bound, call);
            await operation.Prepare(bound, call);
            var response = await operation.Execute(bound, call);
            trail.Response = response as IToldInAudit;
            await call.Store.AuditEvents.Add(trail.Succeeded());
            return watch.Done(response);
        }
        catch (ApiError refusal)
        {
            watch.Refused(refusal);
            audit.Later(trail.Refused(refusal));    // the transaction, with the events in it, is rolled back
            throw;
        }
    }

    private async Task<TResponse> Write<TRequest, TResponse>(
        OperationEntry<TRequest, TResponse> entry, IOperation<TRequest, TResponse> operation, IProof proof,
        Func<IRequest<TResponse>> bind, CallFacts facts, DateTimeOffset now, AuditTrail trail, Watch watch, CancellationToken cancellation)
        where TRequest : IRequest<TResponse>
    {
        watch.Phase("authorise");
        // Who, what, and may they: in a read transaction, so that a refusal never waits for the writer.
        var (known, request, attempt, mustStayAllowed) = await database.Read(
            async store =>
            {
                var call = await Begin(proof, facts, store, now, trail);
                var bound = Bind(entry, bind, trail);
                var needs = await operation.Needs(bound, call);
                await authoriser.Authorise(call, needs);
                return (call, bound, await operation.Attempts(bound, call), needs.Count > 0);
            },
            cancellation);

        // The attempt is spent before anything is judged, and for good: a refusal must not roll it back.
        if (attempt is not null)
        {
            watch.Spends(attempt);
            await Spend(attempt, known, call => operation.Read(request, call));
        }

        Call? executing = null;
        try
        {
            watch.Phase("prepare");
            await database.Read(
                async store =>
                {
                    var call = known.In(store);
                    if (attempt is null)
                        await operation.Read(request, call);
                    await operation.Prepare(request, call);
                    return Nothing.Value;
                },
                cancellation);

            watch.Phase("execute");
            return await database.Write(
                async store =>
                {
                    var call = known.In(store);
                    if (mustStayAllowed && call.Caller is not LocalOperator && await store.Accounts.Revision(call.AccountId) != RevisionOf(call.Caller))
                    {
                        // identities or policies changed meanwhile
                        call = await Begin(proof, facts, store, now, trail);
                        await authoriser.Authorise(call, await operation.Needs(request, call));
                    }

                    executing = call;
                    var response = await operation.Execute(request, call);
                    (trail.Response, trail.About) = (response as IToldInAudit, call.About);
                    foreach (var subject in attempt?.Subjects ?? [])
                        await store.AttemptCounters.Clear(call.AccountId, subject);
                    await store.AuditEvents.Add(trail.Succeeded());
                    return response;
                },
                cancellation);
        }
        catch (ApiError refusal) when (attempt is not null)
        {
            (trail.IsWritten, trail.About) = (true, executing?.About);
            await database.Write(
                async store =>
                {
                    foreach (var subject in attempt.Subjects)
                    {
                        await (refusal.Counted
                            ? store.AttemptCounters.FoundWrong(known.AccountId, subject)
                            : store.AttemptCounters.Return(known.AccountId, subject));
                    }

                    await store.AuditEvents.Add(trail.Refused(refusal));
                    return Nothing.Value;
                },
                CancellationToken.None);
            throw;
        }
    }

    private static long? RevisionOf(Caller caller) => caller switch
    {
        PrincipalCaller principal => principal.AccountRevision,
        PendingCaller pending => pending.User.AccountRevision,
        _ => null,
    };

    // Nothing was written, so the caller may send it again: also a code, which is not spent.
    private ApiError Unavailable(StorageException fault, CallFacts facts)
    {
        NoStorage(log, facts.RequestId, fault.Message, fault);
        return IamErrors.ServiceUnavailable();
    }

    private async Task<Call> Begin(IProof proof, CallFacts facts, Store store, DateTimeOffset now, AuditTrail? trail = null)
    {
        var caller = await proof.Authenticate(store, now);
        var accountId = caller switch
        {
            PrincipalCaller principal => principal.AccountId,
            PendingCaller pending => pending.User.AccountId,
            LocalOperator { AccountId: { } named } => named,
            AnonymousCaller { AccountId: { } asked } => asked,
            _ => _firstAccount ??= (await store.Accounts.First())?.AccountId ?? throw IamErrors.ServiceUnavailable(),    // the first start is not over
        };
        if (trail is not null)
            (trail.Caller, trail.AccountId) = (caller, accountId);
        return new Call(caller, store, facts, now, accountId);
    }

    private static TRequest Bind<TRequest, TResponse>(OperationEntry<TRequest, TResponse> entry, Func<IRequest<TResponse>> bind, AuditTrail trail)
        where TRequest : IRequest<TResponse>
    {
        var request = (TRequest)bind();
        entry.Check(request);
        trail.Request = request;
        return request;
    }

    // One round trip: what was spent is spent when the answer comes, and what the operation must know comes with it.
    private Task<Nothing> Spend(Attempt attempt, Call known, Func<Call, Task> read) => database.Once(
        async store =>
        {
            var spent = attempt.Subjects.Select(subject => (Subject: subject, Try: store.AttemptCounters.Spend(known.AccountId, subject, known.Now))).ToList();
            await read(known.In(store));
            await store.Send();
            if (spent.All(one => one.Try.Rows == 1))
                return Nothing.Value;

            foreach (var (subject, _) in spent.Where(one => one.Try.Rows == 1))
                await store.AttemptCounters.Return(known.AccountId, subject);
            throw attempt.TooMany(await TimeLeft(store, attempt, known.AccountId, known.Now));
        });

    // Null where only an administrator or another factor helps.
    private static async Task<TimeSpan?> TimeLeft(Store store, Attempt attempt, string accountId, DateTimeOffset now)
    {
        var wait = TimeSpan.Zero;
        foreach (var subject in attempt.Subjects)
        {
            if (await store.AttemptCounters.Find(accountId, subject) is not { } counter)
                continue;
            if (Attempt.IsLocked(subject, counter.Failures))
                return null;
            if (counter.Wait(now) > wait)
                wait = counter.Wait(now);
        }

        return wait;
    }

    [LoggerMessage(EventId = 4004, Level = LogLevel.Error, Message = "Request {RequestId} was answered with 503: {Reason}")]
    private static partial void NoStorage(ILogger log, string requestId, string reason, Exception e);
}
