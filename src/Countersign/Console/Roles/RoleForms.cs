using Countersign.Console.Frame;
using Countersign.Console.Permissions;
using Countersign.Identity;
using Countersign.Policy;

namespace Countersign.Console.Roles;

/// <summary>Roles: the list, a new one, and the end of one.</summary>
internal static class RoleForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/roles", ShowList);
        app.MapPage("/roles/create", ShowCreate);
        app.MapDocument("/roles/create", Create);
        app.MapPage("/roles/{name}", Lead);
        app.MapPage("/roles/{name}/delete", ShowDelete);
        app.MapForm("/roles/{name}/delete", Delete);
    }

    private static async Task<IResult> ShowList(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<RolesPage>(new { Page = await visit.Run(new ListRolesWithUse.Request(visit.Query("search"), visit.Query("marker"))) });
    }

    /// <summary>A role's address leads to its permissions.</summary>
    private static async Task<IResult> Lead(Visit visit)
    {
        await visit.SignedIn();
        return Visit.To(PolicyOwner.Role.Home(visit.Route("name")));
    }

    private static async Task<IResult> ShowCreate(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<CreateRolePage>();
    }

    private static async Task<IResult> Create(Visit visit)
    {
        await visit.SignedIn();
        return await visit.Submit(
            async () =>
            {
                var name = visit.Form.Value("RoleName").Trim();
                if (name.Length == 0)
                    throw FormErrors.Empty("RoleName", "a name for the role");
                var trust = TrustDocument.Of(visit);
                if (visit.Form.Has("Trust", "own") && !PolicyCheck.MaySave(visit, PolicyKind.Trust))
                    return await ShowCreate(visit);
                var description = visit.Form.Value("Description").Trim();
                await visit.Run(new CreateRole.Request(name, trust, Description: description.Length == 0 ? null : description));
                return Visit.To(PolicyOwner.Role.Home(name) + "?done=created");
            },
            ShowCreate, refusal => FieldOf(visit, refusal), ["RoleName", "Description", "Trust", PolicyCheck.Field, .. TrustDocument.Fields]);
    }

    /// <summary>A trust policy that the form wrote has no field of its own: what is wrong with it is said on top.</summary>
    private static string? FieldOf(Visit visit, ApiError refusal) => refusal.Code == "EntityAlreadyExists"
        ? "RoleName"
        : visit.Form.Has("Trust", "own") ? PolicyCheck.FieldOf(refusal) : null;

    private static async Task<IResult> ShowDelete(Visit visit)
    {
        await visit.SignedIn();
        var role = (await visit.Run(new GetRole.Request(visit.Route("name")))).Role;
        return visit.Page<DeleteRolePage>(new
        {
            Shown = role,
            Attached = (await visit.RunPart(new ListAttachedRolePolicies.Request(role.RoleName)))?.AttachedPolicies,
            Inline = (await visit.RunPart(new ListRolePolicies.Request(role.RoleName)))?.PolicyNames,
            Profiles = (await visit.RunPart(new ListInstanceProfilesForRole.Request(role.RoleName)))?.InstanceProfiles
                .Select(profile => profile.InstanceProfileName).ToList(),
        });
    }

    private static async Task<IResult> Delete(Visit visit)
    {
        await visit.SignedIn();
        return await visit.Submit(
            async () =>
            {
                var role = (await visit.Run(new GetRole.Request(visit.Route("name")))).Role;
                visit.RequireTyped(role.RoleName);
                await visit.Batch((batch, operations) => RoleRemoval.Run(role.RoleName, batch, operations), visit.Form.Reason());
                return Visit.To(Links.Roles + "?done=deleted");
            },
            ShowDelete, null, "Confirmation", "Reason");
    }
}
