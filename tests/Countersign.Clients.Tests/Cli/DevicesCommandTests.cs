using Countersign.Clients.Tests.Api;

namespace Countersign.Clients.Tests.Cli;

public sealed class DevicesCommandTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Fact]
    public async Task What_was_an_app_elsewhere_opens_a_session_here()
    {
        var file = Path.Combine(server.Scratch, "export.txt");
        await File.WriteAllTextAsync(file, $"otpauth://totp/Old%20server:root@example.com?secret={Key}&issuer=Old%20server\n", TestContext.Current.CancellationToken);
        string[] import = ["devices", "import", file, "--map", "root@example.com=admin"];

        var dry = await Command.Run(server, import);
        Assert.True(dry.ExitCode == 0, dry.Error);
        Assert.Equal(
            "list of otpauth URIs, 1 entries:\n  line 1: Totp of root@example.com at Old server: admin gets Old-server\nNothing is stored. With --apply 1 devices would be.\n",
            dry.Output);
        var aws = new Aws(server);
        Assert.Empty((await aws.Ask(Keys.Of(server.Admin), "iam", "list-mfa-devices"))!["MFADevices"]!.AsArray());

        var done = await Command.Run(server, [.. import, "--apply"]);
        Assert.True(done.ExitCode == 0, done.Error);
        Assert.DoesNotContain(Key, done.Output, StringComparison.Ordinal);

        var device = Assert.Single((await aws.Ask(Keys.Of(server.Admin), "iam", "list-mfa-devices"))!["MFADevices"]!.AsArray());
        var session = await aws.Ask(
            Keys.Of(server.Admin), "sts", "get-session-token", "--serial-number", (string)device!["SerialNumber"]!, "--token-code", await server.CodeOf(Key));
        Assert.NotNull(session!["Credentials"]);
    }

    [Fact]
    public async Task What_is_no_export_is_refused_in_one_line()
    {
        var file = Path.Combine(server.Scratch, "photo.png");
        await File.WriteAllTextAsync(file, "PNG", TestContext.Current.CancellationToken);

        var ran = await Command.Run(server, "devices", "import", file);

        Assert.Equal(1, ran.ExitCode);
        Assert.StartsWith($"countersign: {file}: This is no export that is known here", ran.Error, StringComparison.Ordinal);
        Assert.Equal(1, ran.Error.Count(letter => letter == '\n'));
    }
}
