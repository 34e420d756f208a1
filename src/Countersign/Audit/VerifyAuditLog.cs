using System.Security.Cryptography;

namespace Countersign.Audit;

/// <summary>Proves that no event of the audit log was changed, removed, moved or put in since it was sealed, or says which was.</summary>
/// <remarks>Reads one snapshot, page by page, beside whatever else happens. What it cannot see: <c>SECURITY.md</c>.</remarks>
public sealed class VerifyAuditLog : IOperation<VerifyAuditLog.Request, VerifyAuditLog.Response>
{
    private const int PerPage = 500;

    /// <summary>What it is held against.</summary>
    /// <param name="Heads">Heads that were kept elsewhere, as <see cref="Response.Head"/> had them: they must still be on the chain.</param>
    public sealed record Request(IReadOnlyList<string>? Heads = null) : IRequest<Response>;

    /// <summary>What was found.</summary>
    /// <param name="Sealed">Events in the chain.</param>
    /// <param name="NotYetSealed">Events of the last moments, which no seal protects yet.</param>
    /// <param name="First">The time of the first event in the chain.</param>
    /// <param name="Latest">The time of the last one.</param>
    /// <param name="Head">Where the chain ends: number, colon, 64 hexadecimal digits. Keep it elsewhere.</param>
    /// <param name="Damages">What is wrong, at most 1000 faults; empty when all is well.</param>
    /// <param name="MoreDamages">How many faults beyond these.</param>
    public sealed record Response(
        long Sealed, long NotYetSealed, DateTimeOffset? First, DateTimeOffset? Latest, string Head, IReadOnlyList<AuditDamage> Damages, long MoreDamages);

    /// <inheritdoc/>
    public static string Action => "countersign:VerifyAuditLog";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: a head of another form. AuditKeyUnusable.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var kept = (request.Heads ?? []).Select(KeptHead.Parse).ToList();
        var seals = call.Store.AuditSeals;
        var head = await seals.Head();
        var check = new ChainCheck(Chain(seals, head), head, kept);

        var number = long.MinValue;
        for (var page = await seals.Page(number, PerPage); page.Count > 0; page = await seals.Page(number, PerPage))
        {
            foreach (var (seal, happened) in page)
                check.Take(seal, happened);
            number = page[^1].Seal.Number;
        }

        var gaps = await seals.Gaps();
        var seq = long.MinValue;
        for (var page = await seals.Unsealed(seq, PerPage); page.Count > 0; page = await seals.Unsealed(seq, PerPage))
        {
            foreach (var happened in page)
                check.TakeUnsealed(happened, gaps);
            seq = page[^1].EventSeq;
        }

        var damages = check.End();
        var end = new KeptHead(head?.Number ?? 0, head?.Link ?? AuditChain.Beginning);
        return new Response(check.Count, check.NotYetSealed, check.First, check.Latest, end.ToString(), damages, check.MoreDamages);
    }

    private static AuditChain Chain(Storage.AuditSeals seals, Storage.AuditHead? head)
    {
        try
        {
            return new AuditChain(head is null ? AuditChain.Beginning : seals.OpenKey(head));
        }
        catch (CryptographicException)
        {
            throw AuditErrors.KeyDoesNotOpen();
        }
    }
}
