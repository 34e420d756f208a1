using System.Text;
using Countersign.Clients.Tests.Api;
using Countersign.Otp;

namespace Countersign.Clients.Tests.Cli;

/// <summary>The token inventory from the command line, beside the running server whose data folder it is.</summary>
public sealed class TokensCommandTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_makers_file_is_imported_and_aws_assigns_and_uses_the_token_by_the_number_on_its_back()
    {
        var (file, serial, seed) = await File("GALT");
        Assert.Equal($"{Path.GetFileName(file)}: Countersign CSV. 1 token imported, 0 there already, 0 left out.\n", await Ok("import", file));
        Assert.Contains($"{serial}\tHardware token\t6 to 8 digits by time\t\tavailable\t", await Ok("list", "--serial", serial), StringComparison.Ordinal);
        var (aws, admin, alice) = (new Aws(server), Keys.Of(server.Admin), server.NewName("alice"));
        await aws.Ask(admin, "iam", "create-user", "--user-name", alice);
        var key = Keys.Of((await aws.Ask(admin, "iam", "create-access-key", "--user-name", alice))!["AccessKey"]!);

        await aws.Ask(
            admin, "iam", "enable-mfa-device", "--user-name", alice, "--serial-number", serial,
            "--authentication-code1", await server.CodeOf(seed, -1), "--authentication-code2", await server.CodeOf(seed));
        var listed = await aws.Ask(admin, "iam", "list-mfa-devices", "--user-name", alice);
        Assert.Equal(serial, (string?)listed!["MFADevices"]![0]!["SerialNumber"]);
        server.Clock.Advance(Oathtool.Step);
        var session = Keys.Of((await aws.Ask(
            key, "sts", "get-session-token", "--serial-number", serial, "--token-code", await server.CodeOf(seed)))!["Credentials"]!);
        Assert.EndsWith($":user/{alice}", (string?)(await aws.Ask(session, "sts", "get-caller-identity"))!["Arn"], StringComparison.Ordinal);

        Assert.Contains($"\tassigned\t{alice}\n", await Ok("list", "--serial", serial), StringComparison.Ordinal);
        await aws.Ask(admin, "iam", "deactivate-mfa-device", "--user-name", alice, "--serial-number", serial);
        Assert.Contains($"{serial}\tHardware token\t6 digits every 30 s, SHA-1\t\tavailable\t", await Ok("list", "--state", "available"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_is_named_with_exit_code_1_and_can_be_left_out()
    {
        var (file, serial, seed) = await File("MEND");
        await System.IO.File.AppendAllTextAsync(file, $"{serial}9,{seed[..6]},base32\n", Cancellation);

        var dry = await Run("import", file, "--dry-run");
        Assert.Equal((1, $"{Path.GetFileName(file)}: Countersign CSV. 1 token new, 0 there already, 1 refused.\n"), (dry.ExitCode, dry.Output));
        Assert.StartsWith($"line 3: {serial}9: ", dry.Error, StringComparison.Ordinal);
        var refused = await Run("import", file);
        Assert.Equal(1, refused.ExitCode);
        Assert.EndsWith("countersign: Nothing was stored. Mend the file, or leave those out with --skip-refused.\n", refused.Error, StringComparison.Ordinal);
        Assert.Equal("", await Ok("list", "--serial", serial));

        Assert.EndsWith("1 token imported, 0 there already, 1 left out.\n", await Ok("import", file, "--skip-refused"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_is_for_its_owner_alone_and_comes_back_by_its_passphrase()
    {
        var (file, serial, _) = await File("BACK");
        await Ok("import", file);
        var (export, passphrase) = (Path.Combine(server.Scratch, "export.pskcxml"), Path.Combine(server.Scratch, "passphrase"));
        await System.IO.File.WriteAllTextAsync(passphrase, "correct horse battery\n", Cancellation);

        var weak = await Run("export", "--format", "pskc", "--output", export);
        Assert.Equal((1, "countersign: Type a passphrase of 12 to 128 characters: it is all that protects the seeds in the file.\n"), (weak.ExitCode, weak.Error));
        Assert.False(System.IO.File.Exists(export));
        await Ok("export", "--format", "pskc", "--output", export, "--passphrase-file", passphrase);
        Assert.Equal("600\n", (await Tool.Run("stat", ["-c", "%a", export])).Output);
        Assert.Contains(serial, await System.IO.File.ReadAllTextAsync(export, Cancellation), StringComparison.Ordinal);

        var rsa = Path.Combine(server.Scratch, "export.sdtid");
        var odd = await Run("export", "--format", "sdtid", "--output", rsa, "--passphrase-file", passphrase);
        Assert.Contains("An sdtid file is for SecurID tokens: the others leave as pskc.", odd.Error, StringComparison.Ordinal);
        Assert.StartsWith($"0 tokens written to {rsa}, ", await Ok("export", "--format", "sdtid", "--output", rsa, "--passphrase-file", passphrase, "--leave-out"), StringComparison.Ordinal);

        var locked = await Run("import", export);
        Assert.Equal(1, locked.ExitCode);
        Assert.Contains("passphrase", locked.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(" 0 tokens imported, ", await Ok("import", export, "--passphrase-file", passphrase), StringComparison.Ordinal);
        var again = await Run("export", "--format", "pskc", "--output", export, "--passphrase-file", passphrase);
        Assert.Equal(1, again.ExitCode);    // what is there is not written over
    }

    private async Task<(string File, string Serial, string Seed)> File(string stem)
    {
        var serial = server.NewName(stem + "-0000").ToUpperInvariant();
        var seed = Base32.Encode(Encoding.ASCII.GetBytes(serial.PadRight(20, '!')));
        var file = Path.Combine(server.Scratch, serial + ".csv");
        await System.IO.File.WriteAllTextAsync(file, $"serial,secret,encoding\n{serial},{seed},base32\n", Cancellation);
        return (file, serial, seed);
    }

    private async Task<string> Ok(params string[] arguments)
    {
        var ran = await Run(arguments);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return ran.Output;
    }

    private Task<Tool.Ran> Run(params string[] arguments) => Command.Run(server, ["tokens", .. arguments]);
}
