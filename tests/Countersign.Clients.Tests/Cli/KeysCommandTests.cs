using Countersign.Clients.Tests.Api;

namespace Countersign.Clients.Tests.Cli;

/// <summary>Keys from the command line, beside the running server whose data folder it is.</summary>
public sealed class KeysCommandTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task All_keys_rotate_while_aws_goes_on_calling()
    {
        var (aws, admin) = (new Aws(server), Keys.Of(server.Admin));
        var session = Keys.Of((await aws.Ask(admin, "sts", "get-session-token"))!["Credentials"]!);

        var rotated = await Ok("keys", "rotate", "--reason", "yearly");
        Assert.Matches("^Key 4 issues temporary credentials from now on. The one before opens its own for another 37 hours.\nA new key protects the console's cookies and forms from ", rotated);
        Assert.Matches("\nKey 3 seals from now on, and [1-9][0-9]* values are sealed anew with it. The one before is given up in an hour, by whichever server runs.\n$", rotated);
        var master = await Ok("keys", "rotate", "--master");
        Assert.StartsWith("4 keys are wrapped with the new master key ", master, StringComparison.Ordinal);

        Assert.EndsWith(":user/admin", (string?)(await aws.Ask(admin, "sts", "get-caller-identity"))!["Arn"], StringComparison.Ordinal);
        Assert.EndsWith(":user/admin", (string?)(await aws.Ask(session, "sts", "get-caller-identity"))!["Arn"], StringComparison.Ordinal);
        var fresh = Keys.Of((await aws.Ask(admin, "sts", "get-session-token"))!["Credentials"]!);
        Assert.EndsWith(":user/admin", (string?)(await aws.Ask(fresh, "sts", "get-caller-identity"))!["Arn"], StringComparison.Ordinal);
        var verified = await Ok("keys", "verify");
        Assert.Matches("\nkey 3, data, of .*: 1 in access_keys", verified);
        Assert.Matches("\nAll [1-9][0-9]* sealed values open.\n$", verified);
    }

    [Fact]
    public async Task A_new_master_key_is_only_made_for_several_nodes_and_nothing_to_be_found_is_said()
    {
        var made = await Ok("keys", "new-master-key");
        Assert.Contains("master.key.new is made. Copy it beside the master key of every node", made, StringComparison.Ordinal);
        Assert.Contains("is there already", await Ok("keys", "new-master-key"), StringComparison.Ordinal);
        Assert.Equal("600\n", (await Tool.Run("stat", ["-c", "%a", Path.Combine(server.Data, "master.key.new")])).Output);

        var nowhere = await Tool.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "countersign.dll"), "keys", "verify", "--data", server.Scratch]);
        Assert.Equal(1, nowhere.ExitCode);
        Assert.StartsWith("countersign: There is no database in ", nowhere.Error, StringComparison.Ordinal);
    }

    private async Task<string> Ok(params string[] arguments)
    {
        var ran = await Command.Run(server, arguments);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return ran.Output;
    }
}
