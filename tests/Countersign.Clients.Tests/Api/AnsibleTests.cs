using System.Text.Json.Nodes;

namespace Countersign.Clients.Tests.Api;

/// <summary>An account as code: Debian's Ansible, which is large, with the collections amazon.aws and community.aws.</summary>
[Trait("Category", "Long")]
public sealed class AnsibleTests(RunningServer server) : IClassFixture<RunningServer>
{
    private Keys Admin => Keys.Of(server.Admin);

    [Fact]
    public async Task An_account_is_built_is_left_alone_the_second_time_and_is_taken_down()
    {
        var name = server.NewName("ansible");
        var account = new JsonObject { ["stem"] = name, ["password"] = "a password of 1 test" };

        var built = await Play("account.yml", Admin, account);
        var again = await Play("account.yml", Admin, account);
        using var admin = new Administrator(server);
        var bounded = await admin.Iam("GetRole", ("RoleName", name + "-bounded"));
        await Play("no-account.yml", Admin, new JsonObject { ["stem"] = name });

        Assert.Equal(8, (int)built["changed"]!);
        Assert.Equal(0, (int)again["changed"]!);
        Assert.Equal($"arn:aws:iam::{server.Admin.AccountId}:policy/{name}", bounded.Between("PermissionsBoundaryArn"));
        Assert.Equal("NoSuchEntity", (await admin.Ask("GetUser", ("UserName", name))).Code);
        Assert.Equal("NoSuchEntity", (await admin.Ask("GetInstanceProfile", ("InstanceProfileName", name + "-machine"))).Code);
    }

    [Fact]
    public async Task Sessions_take_a_code_and_a_used_one_is_refused()
    {
        var auditor = await Auditor.Appoint(server);

        var played = await Play("session.yml", auditor.Keys, new JsonObject
        {
            ["user_name"] = auditor.UserName,
            ["role_arn"] = auditor.RoleArn,
            ["external_id"] = Auditor.ExternalId,
            ["device"] = auditor.Serial,
            ["code"] = await server.CodeOf(auditor.Seed),
            ["next_code"] = await server.CodeOf(auditor.Seed, 1),
        });

        Assert.Equal(6, (int)played["ok"]!);
    }

    /// <summary>What Ansible counted, of a playbook in which nothing failed.</summary>
    private async Task<JsonNode> Play(string playbook, Keys keys, JsonObject variables)
    {
        var environment = keys.Environment(server.Scratch);
        environment["AWS_URL"] = server.Url;
        environment["LC_ALL"] = "C.UTF-8";    // without UTF-8 it does not start
        environment["ANSIBLE_STDOUT_CALLBACK"] = "ansible.posix.json";
        environment["ANSIBLE_LOCALHOST_WARNING"] = "False";
        environment["ANSIBLE_PIPELINING"] = "True";
        environment["ANSIBLE_PYTHON_INTERPRETER"] = "/usr/bin/python3";
        var ran = await Tool.Run(
            "/usr/bin/ansible-playbook",
            ["--inventory", "localhost,", "--connection", "local", "--extra-vars", variables.ToJsonString(), playbook], environment, Programs.Folder("ansible"));
        Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
        return JsonNode.Parse(ran.Output)!["stats"]!["localhost"]!;
    }
}
