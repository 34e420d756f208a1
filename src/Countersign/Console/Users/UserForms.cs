using Countersign.Console.Frame;
using Countersign.Identity;

namespace Countersign.Console.Users;

/// <summary>Users: the list, a new one, and the end of one.</summary>
internal static class UserForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/users", ShowUsers);
        app.MapPage("/users/{name}", visit => Task.FromResult(Visit.To(Links.Credentials(visit.Route("name")))));
    }

    private static async Task<IResult> ShowUsers(Visit visit)
    {
        await visit.SignedIn();
        var page = await visit.Run(new ListUsersWithCredentials.Request(
            visit.Query("search"), visit.Query("mfa"), visit.Query("marker")));
        return visit.Page<UsersPage>(new { Page = page, Search = visit.Query("search") ?? "", Mfa = visit.Query("mfa") ?? "" });
    }
}
