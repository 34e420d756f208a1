namespace Countersign.Mfa.Tokens;

/// <summary>Lists the token inventory.</summary>
public sealed class ListTokens : IOperation<ListTokens.Request, ListTokens.Response>
{
    private const int DefaultItems = 25;

    private static readonly string[] States = ["", Assigned, Storage.MfaDevice.Available, Storage.MfaDevice.Lost, Storage.MfaDevice.Disabled];

    /// <summary>The state of a token that is somebody's.</summary>
    public const string Assigned = "assigned";

    /// <summary>Which tokens.</summary>
    /// <param name="Search">What the serial number begins with, in any case; all when left out.</param>
    /// <param name="State"><c>assigned</c>, or <c>available</c>, <c>lost</c>, <c>disabled</c> of those that are nobody's; all when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 25 when left out.</param>
    public sealed record Request(string? Search = null, string? State = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of tokens in the order of their serial numbers.</summary>
    /// <param name="Tokens">The tokens.</param>
    /// <param name="Total">How many there are in all, whatever the filter.</param>
    /// <param name="AssignedTotal">How many of all are somebody's.</param>
    /// <param name="AvailableTotal">How many of all can be assigned.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<TokenFacts> Tokens, int Total, int AssignedTotal, int AvailableTotal, string? Marker);

    /// <inheritdoc/>
    public static string Action => "countersign:ListTokens";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var state = request.State ?? "";
        if (!States.Contains(state, StringComparer.Ordinal))
            throw TokenErrors.BadState();
        var limit = Math.Clamp(request.MaxItems ?? DefaultItems, 1, 1000);
        var rows = await call.Store.Tokens.Page(
            call.AccountId, TokenKind.Names, request.Search?.Trim().ToUpperInvariant() ?? "", state, Countersign.Marker.Read(request.Marker), limit + 1);
        var (page, _, next) = Countersign.Marker.Cut(rows, limit, row => row.Device.SerialNumber);
        var counts = await call.Store.Tokens.Count(call.AccountId, TokenKind.Names);
        return new Response([.. page.Select(TokenFacts.Of)], counts.All, counts.Assigned, counts.Available, next);
    }
}
