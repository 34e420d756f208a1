using Countersign.Console.Frame;
using Countersign.Console.Permissions;
using Countersign.Identity;

namespace Countersign.Console.Groups;

/// <summary>User groups: the list, a new one, another name for one, and the end of one.</summary>
internal static class GroupForms
{
    /// <summary>How many members the page names before a group is deleted.</summary>
    private const int NamedMembers = 10;

    public static void Map(WebApplication app)
    {
        app.MapPage("/groups", ShowList);
        app.MapPage("/groups/create", ShowCreate);
        app.MapForm("/groups/create", Create);
        app.MapPage("/groups/{name}", Lead);
        app.MapPage("/groups/{name}/edit", ShowEdit);
        app.MapForm("/groups/{name}/edit", Edit);
        app.MapPage("/groups/{name}/delete", ShowDelete);
        app.MapForm("/groups/{name}/delete", Delete);
    }

    private static async Task<IResult> ShowList(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<GroupsPage>(new { Page = await visit.Run(new ListGroupsWithCounts.Request(visit.Query("search"), visit.Query("marker"))) });
    }

    /// <summary>A group's address leads to its members.</summary>
    private static async Task<IResult> Lead(Visit visit)
    {
        await visit.SignedIn();
        return Visit.To(Links.Members(visit.Route("name")));
    }

    private static async Task<IResult> ShowCreate(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<CreateGroupPage>();
    }

    private static async Task<IResult> Create(Visit visit)
    {
        await visit.SignedIn();
        return await visit.Submit(
            async () =>
            {
                var (name, path) = NameAndPath(visit);
                await visit.Run(new CreateGroup.Request(name, path));
                return Visit.To(Links.Members(name) + "?done=created");
            },
            ShowCreate, FieldOf, "GroupName", "Path");
    }

    private static async Task<IResult> ShowEdit(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<EditGroupPage>(new { Shown = (await visit.Run(new GetGroup.Request(visit.Route("name"), MaxItems: 1))).Group });
    }

    private static async Task<IResult> Edit(Visit visit)
    {
        await visit.SignedIn();
        return await visit.Submit(
            async () =>
            {
                var (name, path) = NameAndPath(visit);
                await visit.Run(new UpdateGroup.Request(visit.Route("name"), path ?? "/", name));
                return Visit.To(Links.Members(name) + "?done=renamed");
            },
            ShowEdit, FieldOf, "GroupName", "Path");
    }

    private static async Task<IResult> ShowDelete(Visit visit)
    {
        await visit.SignedIn();
        var name = visit.Route("name");
        var members = await visit.Run(new GetGroup.Request(name, MaxItems: NamedMembers));
        return visit.Page<DeleteGroupPage>(new
        {
            Shown = members.Group,
            Members = members,
            Attached = (await visit.RunPart(new ListAttachedGroupPolicies.Request(name)))?.AttachedPolicies,
            Inline = (await visit.RunPart(new ListGroupPolicies.Request(name)))?.PolicyNames,
            IsLast = await IsLast(visit, name),
        });
    }

    private static async Task<IResult> Delete(Visit visit)
    {
        await visit.SignedIn();
        return await visit.Submit(
            async () =>
            {
                var group = (await visit.Run(new GetGroup.Request(visit.Route("name"), MaxItems: 1))).Group;
                visit.RequireTyped(group.GroupName);
                await visit.Batch((batch, operations) => GroupRemoval.Run(group.GroupName, batch, operations), visit.Form.Reason());
                return Visit.To(Links.Groups + "?done=deleted");
            },
            ShowDelete, null, "Confirmation", "Reason");
    }

    private static async Task<bool> IsLast(Visit visit, string name) =>
        await visit.RunPart(PolicyOwner.Group.Last!(name)) is { IsLast: true };

    private static (string Name, string? Path) NameAndPath(Visit visit)
    {
        var (name, path) = (visit.Form.Value("GroupName").Trim(), visit.Form.Value("Path").Trim());
        return name.Length > 0 ? (name, path.Length > 0 ? path : null) : throw FormErrors.Empty("GroupName", "a name for the group");
    }

    private static string? FieldOf(ApiError refusal) => refusal switch
    {
        { Code: "EntityAlreadyExists" } => "GroupName",
        { Member: { } member } when member.Equals("NewGroupName", StringComparison.OrdinalIgnoreCase) => "GroupName",
        { Member: { } member } when member.Equals("NewPath", StringComparison.OrdinalIgnoreCase) => "Path",
        _ => null,
    };
}
