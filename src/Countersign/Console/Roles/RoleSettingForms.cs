using System.Globalization;
using Countersign.Console.Frame;
using Countersign.Console.Permissions;
using Countersign.Identity;
using Countersign.Policy;

namespace Countersign.Console.Roles;

/// <summary>Who may take a role, how long its sessions last, what it is for, its tags.</summary>
internal static class RoleSettingForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/roles/{name}/trust", ShowTrust);
        app.MapDocument("/roles/{name}/trust", SaveTrust);
        app.MapPage("/roles/{name}/settings", ShowSettings);
        app.MapForm("/roles/{name}/settings", SaveSettings);
        app.MapForm("/roles/{name}/tags", AddTag);
        app.MapForm("/roles/{name}/tags/remove", RemoveTag);
    }

    private static string SettingsOf(Visit visit) => Links.Role(visit.Route("name")) + "/settings";

    private static async Task<IResult> ShowTrust(Visit visit)
    {
        await visit.SignedIn();
        var role = (await visit.Run(new GetRole.Request(visit.Route("name")))).Role;
        return visit.Page<TrustPage>(new
        {
            Owner = PolicyOwner.Role.Place(role.RoleName),
            Shown = role,
            Document = Uri.UnescapeDataString(role.AssumeRolePolicyDocument),
        });
    }

    private static async Task<IResult> SaveTrust(Visit visit)
    {
        await visit.SignedIn();
        return await visit.Submit(
            async () =>
            {
                var document = PolicyCheck.Document(visit);
                if (!PolicyCheck.MaySave(visit, PolicyKind.Trust))
                    return await ShowTrust(visit);
                await visit.Run(new UpdateAssumeRolePolicy.Request(visit.Route("name"), document));
                return Visit.To(Links.Role(visit.Route("name")) + "/trust?done=saved");
            },
            ShowTrust, PolicyCheck.FieldOf, PolicyCheck.Field);
    }

    private static async Task<IResult> ShowSettings(Visit visit)
    {
        await visit.SignedIn();
        var role = (await visit.Run(new GetRole.Request(visit.Route("name")))).Role;
        return visit.Page<RoleSettingsPage>(new { Owner = PolicyOwner.Role.Place(role.RoleName), Shown = role });
    }

    private static async Task<IResult> SaveSettings(Visit visit)
    {
        await visit.SignedIn();
        return await visit.Submit(
            async () =>
            {
                if (!int.TryParse(visit.Form.Value("MaxSessionDuration"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                    throw FormErrors.NothingChosen("MaxSessionDuration", "how long a session may last");
                await visit.Run(new UpdateRole.Request(visit.Route("name"), visit.Form.Value("Description").Trim(), seconds));
                return Visit.To(SettingsOf(visit) + "?done=saved");
            },
            ShowSettings, null, "Description");
    }

    private static async Task<IResult> AddTag(Visit visit)
    {
        await visit.SignedIn();
        return await visit.Submit(
            async () =>
            {
                var key = visit.Form.Value("TagKey").Trim();
                if (key.Length == 0)
                    throw FormErrors.Empty("TagKey", "a key");
                await visit.Run(new TagRole.Request(visit.Route("name"), [new Tag(key, visit.Form.Value("TagValue").Trim())]));
                return Visit.To(SettingsOf(visit) + "?done=tagged");
            },
            ShowSettings, refusal => refusal.Member is null ? null : "TagKey", "TagKey", "TagValue");
    }

    private static async Task<IResult> RemoveTag(Visit visit)
    {
        await visit.SignedIn();
        return await visit.Submit(
            async () =>
            {
                await visit.Run(new UntagRole.Request(visit.Route("name"), [visit.Form.Value("RemovedKey")]));
                return Visit.To(SettingsOf(visit) + "?done=untagged");
            },
            ShowSettings);
    }
}
