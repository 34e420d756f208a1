using Countersign.Storage;

namespace Countersign.Custody;

/// <summary>Makes new keys: from now on they seal, on every node, and those before still open.</summary>
/// <remarks>What older data keys have sealed is sealed anew by <see cref="KeyChange"/>, which gives them up in the end.</remarks>
public sealed class RotateKeys : IOperation<RotateKeys.Request, RotateKeys.Response>
{
    /// <summary>Which.</summary>
    /// <param name="Data">The key of the secrets at rest.</param>
    /// <param name="Session">The key of temporary credentials. The one before opens theirs until the last of them is over.</param>
    /// <param name="Console">The key of cookies and forms in the console; the command line makes it, this only tells the audit log.</param>
    /// <param name="EndSessions">With a new key of temporary credentials: those before open theirs no longer, on any node after <see cref="Sealing.Freshness"/>.</param>
    public sealed record Request(bool Data, bool Session, bool Console, bool EndSessions = false) : IRequest<Response>;

    /// <summary>The new keys' ids; null where none was asked for.</summary>
    /// <param name="DataKeyId">Of the data key.</param>
    /// <param name="SessionKeyId">Of the key of temporary credentials.</param>
    public sealed record Response(int? DataKeyId, int? SessionKeyId) : IToldInAudit;

    /// <inheritdoc/>
    public static string Action => "countersign:RotateKeys";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">AccessDenied: not at the command line.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        CustodyErrors.Check(call, Action);
        var made = new Response(
            request.Data ? await call.Store.DataKeys.Make(WrappedKey.ForData, call.Now) : null,
            request.Session ? await call.Store.DataKeys.Make(WrappedKey.ForSessions, call.Now) : null);
        if (request.EndSessions && made.SessionKeyId is { } youngest)
            await call.Store.DataKeys.RemoveBefore(WrappedKey.ForSessions, youngest);
        return made;
    }
}
