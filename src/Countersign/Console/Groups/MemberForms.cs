using Countersign.Console.Frame;
using Countersign.Console.Permissions;
using Countersign.Identity;

namespace Countersign.Console.Groups;

/// <summary>Who is in a group: the list, more users, and one less.</summary>
internal static class MemberForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/groups/{name}/members", Show);
        app.MapPage("/groups/{name}/members/add", ShowAdd);
        app.MapForm("/groups/{name}/members/add", Add);
        app.MapPage("/groups/{name}/members/{user}/remove", ShowRemove);
        app.MapForm("/groups/{name}/members/{user}/remove", Remove);
    }

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedIn();
        var page = await visit.Run(new GetGroup.Request(visit.Route("name"), visit.Query("marker"), 25));
        return visit.Page<MembersPage>(new { Owner = PolicyOwner.Group.Place(page.Group.GroupName), Page = page });
    }

    private static async Task<IResult> ShowAdd(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<AddMembersPage>(new
        {
            Owner = PolicyOwner.Group.Place(visit.Route("name")),
            Page = await visit.Run(new ListUsersWithCredentials.Request(visit.Query("search"), Marker: visit.Query("marker"))),
        });
    }

    private static async Task<IResult> Add(Visit visit)
    {
        await visit.SignedIn();
        var group = visit.Route("name");
        return await visit.Submit(
            async () =>
            {
                await AddAll(visit, visit.Form.Values("UserName").Select(user => new AddUserToGroup.Request(group, user)).ToList(), "UserName", "at least one user");
                return Visit.To(Links.Members(group) + "?done=added");
            },
            ShowAdd);
    }

    /// <summary>Makes members, in one transaction.</summary>
    /// <exception cref="ApiError">ValidationError: none was chosen.</exception>
    internal static Task AddAll(Visit visit, IReadOnlyList<AddUserToGroup.Request> all, string field, string what) => all.Count == 0
        ? throw FormErrors.NothingChosen(field, what)
        : visit.Batch(async (batch, operations) =>
        {
            foreach (var one in all)
                await batch.Run(one, operations);
            return Nothing.Value;
        });

    private static async Task<IResult> ShowRemove(Visit visit)
    {
        await visit.SignedIn();
        var group = (await visit.Run(new GetGroup.Request(visit.Route("name"), MaxItems: 1))).Group;
        return visit.Page<RemoveMemberPage>(new
        {
            Owner = PolicyOwner.Group.Place(group.GroupName),
            UserName = visit.Route("user"),
            IsLast = await IsLast(visit, group.GroupName),
            FromUser = visit.Query("from") == "user",
        });
    }

    private static async Task<IResult> Remove(Visit visit)
    {
        await visit.SignedIn();
        var (group, user) = (visit.Route("name"), visit.Route("user"));
        return await visit.Submit(
            async () =>
            {
                if (await IsLast(visit, group))
                    visit.RequireTyped(user);
                await visit.Run(new RemoveUserFromGroup.Request(group, user));
                return Visit.To((visit.Query("from") == "user" ? Links.UserGroups(user) : Links.Members(group)) + "?done=removed");
            },
            ShowRemove, null, "Confirmation");
    }

    /// <summary>Whether nobody would be an administrator any more; false for a visitor who may not know.</summary>
    private static async Task<bool> IsLast(Visit visit, string group) =>
        await visit.RunPart(new IsLastAdministrator.Request(visit.Route("user"), group)) is { IsLast: true };
}
