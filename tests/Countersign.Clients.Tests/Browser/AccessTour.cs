using Microsoft.Playwright;

namespace Countersign.Clients.Tests.Browser;

/// <summary>The part of the walk that leads past groups, roles and policies; what it makes it deletes again.</summary>
internal static class AccessTour
{
    public const string Policy = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "SeeOneself",
              "Effect": "Allow",
              "Action": "iam:GetUser",
              "Resource": "arn:aws:iam::*:user/${aws:username}"
            }
          ]
        }
        """;

    /// <param name="admin">Signed in.</param>
    /// <param name="userName">A user who becomes a member.</param>
    /// <param name="look">Is told the name of each page, and whose browser shows it.</param>
    public static async Task Past(Visitor admin, string userName, Func<string, Visitor, Task> look)
    {
        var stem = "team-" + userName;
        var (policy, role) = ($"{stem}-policy", $"{stem}-role");
        await admin.Open("/policies/create");
        await look("policy-create", admin);
        await admin.Type("Policy name", policy);
        await admin.Type("Policy document", "{ \"Version\": \"2012-10-17\" }");
        await admin.Press("Create policy");
        await admin.Page.Locator("#PolicyDocument-error").WaitForAsync();
        await look("policy-refused", admin);
        await admin.Type("Policy document", Policy);
        await Save(admin, "Create policy");
        await admin.IsAt(policy);
        await look("policy", admin);
        await admin.Open("/policies");
        await look("policies", admin);

        await admin.Open("/groups/create");
        await look("group-create", admin);
        await admin.Type("Group name", stem);
        await admin.Press("Create group");
        await admin.IsAt(stem);
        await admin.Open($"/groups/{stem}/permissions/attach?search={policy}");
        await admin.Page.GetByLabel(policy).CheckAsync();
        await look("attach", admin);
        await admin.Press("Attach policies");
        await admin.Reads("Attached, and in force.");
        await look("group-permissions", admin);
        await admin.Open($"/groups/{stem}/members/add?search={userName}");
        await admin.Page.GetByLabel(userName, new() { Exact = true }).CheckAsync();
        await look("members-add", admin);
        await admin.Press("Add users");
        await admin.Reads("They are in the group now.");
        await look("group", admin);
        await admin.Open("/groups");
        await look("groups", admin);
        await admin.Open($"/users/{userName}/groups");
        await look("user-groups", admin);
        await admin.Open($"/users/{userName}/permissions");
        await look("user-permissions", admin);

        await admin.Open("/roles/create");
        await admin.Type("Role name", role);
        await look("role-create", admin);
        await admin.Press("Create role");
        await admin.IsAt(role);
        await look("role", admin);
        await admin.Follow("Trust policy");
        await admin.Page.GetByText("Who may take the role").WaitForAsync();
        await look("role-trust", admin);
        await admin.Open($"/roles/{role}/settings");
        await look("role-settings", admin);
        await admin.Open("/roles");
        await look("roles", admin);

        await admin.Open("/explain");
        await look("explain", admin);
        await admin.Type("Name", userName);
        await admin.Type("Action", "iam:CreateUser");
        await admin.Press("Explain");
        await admin.Page.GetByText("Denied:").First.WaitForAsync();
        await look("explained", admin);

        await Delete(admin, $"/roles/{role}/delete", role, "Delete role", "Roles", () => look("role-delete", admin));
        await Delete(admin, $"/groups/{stem}/delete", stem, "Delete group", "User groups", () => look("group-delete", admin));
        await admin.Open($"/policies?search={policy}");
        await admin.Follow(policy);
        await admin.IsAt(policy);
        await Delete(admin, new Uri(admin.Page.Url).AbsolutePath + "/delete", policy, "Delete policy", "Policies", () => look("policy-delete", admin));
    }

    /// <summary>Saves a document, whatever a reviewer would say of it.</summary>
    public static async Task Save(Visitor visitor, string button)
    {
        await visitor.Press(button);
        var anyway = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save anyway" });
        await anyway.Or(visitor.Page.Locator(".facts")).First.WaitForAsync();    // one page or the other
        if (await anyway.CountAsync() > 0)
            await anyway.ClickAsync();
    }

    private static async Task Delete(Visitor admin, string path, string name, string button, string leadsTo, Func<Task> look)
    {
        await admin.Open(path);
        await look();
        await admin.Type($"Type {name} to delete it", name);
        await admin.Press(button);
        await admin.IsAt(leadsTo);
    }
}
