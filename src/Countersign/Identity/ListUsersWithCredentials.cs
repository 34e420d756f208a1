namespace Countersign.Identity;

/// <summary>Lists users with what an administrator wants to see of their credentials; AWS's own console has this page, its API has not.</summary>
public sealed class ListUsersWithCredentials : IOperation<ListUsersWithCredentials.Request, ListUsersWithCredentials.Response>
{
    /// <summary>Which users.</summary>
    /// <param name="Search">Part of the name, in any case; all when left out.</param>
    /// <param name="Mfa"><c>none</c>, <c>any</c>, or a kind such as <c>virtual</c>; all when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 25 when left out.</param>
    public sealed record Request(string? Search = null, string? Mfa = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of users in the order of their names.</summary>
    /// <param name="Users">The users.</param>
    /// <param name="Total">How many there are in all, whatever the filter.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<Row> Users, int Total, string? Marker);

    /// <summary>A user.</summary>
    /// <param name="UserName">Name.</param>
    /// <param name="Arn">ARN.</param>
    /// <param name="CreateDate">When created.</param>
    /// <param name="HasPassword">Whether the console lets the user in.</param>
    /// <param name="MfaKinds">Kinds of MFA devices, as in <c>mfa_devices.kind</c>; empty when none.</param>
    /// <param name="PasswordLastUsed">Last sign-in; null when never.</param>
    /// <param name="OldestActiveKey">When the oldest active access key was created; null when there is none.</param>
    public sealed record Row(
        string UserName, string Arn, DateTimeOffset CreateDate, bool HasPassword, IReadOnlyList<string> MfaKinds,
        DateTimeOffset? PasswordLastUsed, DateTimeOffset? OldestActiveKey);

    private const int DefaultItems = 25;

    /// <inheritdoc/>
    public static string Action => "countersign:ListUsersWithCredentials";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount("iam:ListUsers");

    /// <inheritdoc/>
    public async Task<Response> Execute(Request request, Call call)
    {
        var limit = Math.Clamp(request.MaxItems ?? DefaultItems, 1, 1000);
        var rows = await call.Store.Users.PageWithCredentials(
            call.AccountId, request.Search?.Trim() ?? "", request.Mfa ?? "", Countersign.Marker.Read(request.Marker), limit + 1);
        var (page, _, next) = Countersign.Marker.Cut(rows, limit, row => row.UserName);
        var kinds = await call.Store.MfaDevices.KindsOf([.. page.Select(row => row.UserId)]);
        return new Response(
            page.Select(row => new Row(
                row.UserName, Arn.OfUser(call.AccountId, row.Path, row.UserName), row.CreatedAt, row.HasPassword, [.. kinds[row.UserId]],
                row.PasswordLastUsed, row.OldestActiveKey)).ToList(),
            await call.Store.Users.Count(call.AccountId),
            next);
    }
}
