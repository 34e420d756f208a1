namespace Countersign.Identity;

/// <summary>Lists the account's aliases: one, or none.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html"/>
public sealed class ListAccountAliases : IOperation<ListAccountAliases.Request, ListAccountAliases.Response>
{
    /// <summary>Where to go on.</summary>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of aliases.</summary>
    /// <param name="AccountAliases">At most one.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<string> AccountAliases, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListAccountAliases";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var after = Marker.Read(request.Marker);
        var account = await call.Store.Accounts.Find(call.AccountId);
        return new Response(account is { Alias: { } alias } && string.CompareOrdinal(alias, after) > 0 ? [alias] : [], IsTruncated: false, Marker: null);
    }
}
