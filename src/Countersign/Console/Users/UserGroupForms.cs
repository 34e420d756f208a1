using Countersign.Console.Frame;
using Countersign.Console.Groups;
using Countersign.Console.Permissions;
using Countersign.Identity;

namespace Countersign.Console.Users;

/// <summary>The groups of a user, and more of them.</summary>
internal static class UserGroupForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/users/{name}/groups", Show);
        app.MapPage("/users/{name}/groups/add", ShowAdd);
        app.MapForm("/users/{name}/groups/add", Add);
    }

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedIn();
        var name = visit.Route("name");
        return visit.Page<UserGroupsPage>(new
        {
            Owner = PolicyOwner.User.Place(name),
            Groups = (await visit.Run(new ListGroupsForUser.Request(name))).Groups,
        });
    }

    private static async Task<IResult> ShowAdd(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<AddToGroupsPage>(new
        {
            Owner = PolicyOwner.User.Place(visit.Route("name")),
            Page = await visit.Run(new ListGroupsWithCounts.Request(visit.Query("search"), visit.Query("marker"))),
        });
    }

    private static async Task<IResult> Add(Visit visit)
    {
        await visit.SignedIn();
        var user = visit.Route("name");
        return await visit.Submit(
            async () =>
            {
                await MemberForms.AddAll(
                    visit, visit.Form.Values("GroupName").Select(group => new AddUserToGroup.Request(group, user)).ToList(), "GroupName", "at least one group");
                return Visit.To(Links.UserGroups(user) + "?done=added");
            },
            ShowAdd);
    }
}
