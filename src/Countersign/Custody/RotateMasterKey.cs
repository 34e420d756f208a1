using Countersign.Storage;

namespace Countersign.Custody;

/// <summary>Wraps all keys with the new master key that lies beside the old one: in one transaction, and what they have sealed stays as it is.</summary>
public sealed class RotateMasterKey : IOperation<RotateMasterKey.Request, RotateMasterKey.Response>
{
    /// <summary>Nothing to say: the new key lies beside the old one (<see cref="MasterKey.Prepare"/>).</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>What was done.</summary>
    /// <param name="Wrapped">How many keys are wrapped anew.</param>
    public sealed record Response(int Wrapped) : IToldInAudit;

    /// <inheritdoc/>
    public static string Action => "countersign:RotateMasterKey";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">AccessDenied: not at the command line.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        CustodyErrors.Check(call, Action);
        return new Response(await call.Store.DataKeys.Rewrap());
    }
}
