namespace Countersign.Mfa;

/// <summary>Lists who can sign in to the console and has no MFA device: whom a demand for MFA would lead through enrolment today.</summary>
public sealed class ListUsersWithoutMfa : IOperation<ListUsersWithoutMfa.Request, ListUsersWithoutMfa.Response>
{
    private const int DefaultItems = 25;

    /// <summary>Which page.</summary>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 25 when left out.</param>
    public sealed record Request(string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of users in the order of their names.</summary>
    /// <param name="UserNames">Their names.</param>
    /// <param name="Total">How many there are in all.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<string> UserNames, int Total, string? Marker);

    /// <inheritdoc/>
    public static string Action => "countersign:ListUsersWithoutMfa";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount("iam:ListUsers");

    /// <inheritdoc/>
    public async Task<Response> Execute(Request request, Call call)
    {
        var limit = Math.Clamp(request.MaxItems ?? DefaultItems, 1, 1000);
        var names = await call.Store.Users.PageWithoutMfa(call.AccountId, Countersign.Marker.Read(request.Marker), limit + 1);
        var (page, _, next) = Countersign.Marker.Cut(names, limit, name => name);
        return new Response(page, await call.Store.Users.CountWithoutMfa(call.AccountId), next);
    }
}
