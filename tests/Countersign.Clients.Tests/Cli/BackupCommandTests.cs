using Countersign.Clients.Tests.Api;

namespace Countersign.Clients.Tests.Cli;

/// <summary>A backup beside the running server, brought back into an empty folder.</summary>
public sealed class BackupCommandTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_is_for_its_owner_alone_and_comes_back_where_nothing_is()
    {
        var (aws, admin, alice) = (new Aws(server), Keys.Of(server.Admin), server.NewName("alice"));
        await aws.Ask(admin, "iam", "create-user", "--user-name", alice);
        var (file, passphrase, folder) = (Path.Combine(server.Scratch, "all.backup"), Path.Combine(server.Scratch, "passphrase"), Path.Combine(server.Scratch, "new"));
        await File.WriteAllTextAsync(passphrase, "correct horse battery\n", Cancellation);

        var unsaid = await Command.Run(server, "backup", file);
        Assert.Equal((1, "countersign: Passphrase of the backup: name a file with --passphrase-file or a variable with --passphrase-env.\n"), (unsaid.ExitCode, unsaid.Error));
        var made = await Command.Run(server, "backup", file, "--passphrase-file", passphrase, "--reason", "nightly");
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Matches(@"^\d+ rows of \d+ tables are in .*all\.backup\. Keep the passphrase elsewhere", made.Output);
        Assert.Equal("600\n", (await Tool.Run("stat", ["-c", "%a", file])).Output);
        Assert.Equal(1, (await Command.Run(server, "backup", file, "--passphrase-file", passphrase)).ExitCode);    // what is there is not written over
        Assert.False(File.Exists(file + ".unfinished"));

        var full = await Command.Run(server, "restore", file, "--passphrase-file", passphrase);
        Assert.Equal(1, full.ExitCode);
        Assert.Contains("already, and nothing was changed", full.Error, StringComparison.Ordinal);
        var restored = await Run("restore", file, "--passphrase-file", passphrase, "--data", folder);
        Assert.True(restored.ExitCode == 0, restored.Error);
        Assert.Matches(@"^\d+ rows of .* \(SQLite\) are restored into .*countersign\.db, with the new master key .*master\.key\. Everybody signs in again\.\n$", restored.Output);

        var verified = await Run("keys", "verify", "--data", folder);
        Assert.True(verified.ExitCode == 0, verified.Error);
        Assert.EndsWith("sealed values open.\n", verified.Output, StringComparison.Ordinal);
        var known = await Run("reset-password", alice, "--data", folder);
        Assert.True(known.ExitCode == 0, known.Error);
    }

    private Task<Tool.Ran> Run(params string[] arguments) =>
        Tool.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "countersign.dll"), .. arguments], null, server.Scratch);
}
