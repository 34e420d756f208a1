namespace Countersign.Custody;

/// <summary>Tells the audit log of a restored database that it was restored.</summary>
public sealed class CompleteRestore : IOperation<CompleteRestore.Request, Nothing>
{
    /// <summary>From what.</summary>
    /// <param name="MadeAt">When the backup was made, as <c>2026-12-31T12:00:00Z</c>.</param>
    /// <param name="Source">The kind of database that it was made of.</param>
    public sealed record Request(string MadeAt, string Source) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "countersign:CompleteRestore";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">AccessDenied: not at the command line.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        CustodyErrors.Check(call, Action);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
