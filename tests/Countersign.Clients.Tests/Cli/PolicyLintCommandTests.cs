using System.Text.Json.Nodes;

namespace Countersign.Clients.Tests.Cli;

/// <summary>The linter as a program, in a folder without server or database.</summary>
public sealed class PolicyLintCommandTests : IDisposable
{
    private const string Sound = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}}""";

    private const string Gate = "{\n \"Version\":\"2012-10-17\",\n \"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\n  \"Condition\":{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"false\"}}}}";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-lint-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_sound_policy_is_passed_over_in_silence()
    {
        var ran = await Lint(Write("sound.json", Sound));

        Assert.Equal((0, "", ""), (ran.ExitCode, ran.Output, ran.Error));
        Assert.Empty(_folder.GetFileSystemInfos("*.db*"));
    }

    [Fact]
    public async Task A_finding_is_a_line_with_its_place_and_the_exit_code_is_1()
    {
        var (sound, gate) = (Write("sound.json", Sound), Write("gate.json", Gate));

        var ran = await Lint(sound, gate);

        Assert.Equal(1, ran.ExitCode);
        Assert.StartsWith($"{gate}:4:53: security-warning MFA_DENY_MISSES_ACCESS_KEYS: ", ran.Output, StringComparison.Ordinal);
        Assert.Single(ran.Output.Trim().Split('\n'));
        Assert.Equal(0, (await Lint("--errors-only", gate)).ExitCode);
        var refused = await Lint("--errors-only", Write("refused.json", Sound.Replace("iam:GetUser", "GetUser", StringComparison.Ordinal)));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("error INVALID_ACTION: ", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machines_get_JSON()
    {
        var gate = Write("gate.json", Gate);

        var ran = await Lint("--json", gate);

        var finding = Assert.Single(JsonNode.Parse(ran.Output)!.AsArray())!;
        Assert.Equal((gate, 4, 53, "security-warning", "MFA_DENY_MISSES_ACCESS_KEYS"), (
            (string?)finding["file"], (int)finding["line"]!, (int)finding["column"]!, (string?)finding["severity"], (string?)finding["code"]));
        Assert.Equal("[]", (await Lint("--json", Write("sound.json", Sound))).Output.Trim());
    }

    [Fact]
    public async Task What_is_no_JSON_or_cannot_be_read_or_was_named_wrongly_is_exit_code_2()
    {
        Assert.Equal(2, (await Lint(Write("none.json", "{"))).ExitCode);
        Assert.Equal(2, (await Lint("-")).ExitCode);    // standard input, which is empty
        var missing = await Lint(Path.Combine(_folder.FullName, "nowhere.json"));
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("nowhere.json cannot be read: ", missing.Error, StringComparison.Ordinal);
        var latin = Path.Combine(_folder.FullName, "latin.json");
        await File.WriteAllBytesAsync(latin, [(byte)'"', 0xE9, (byte)'"'], TestContext.Current.CancellationToken);
        Assert.EndsWith("latin.json is not UTF-8.\n", (await Lint(latin)).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Lint()).ExitCode);
        Assert.Equal(2, (await Lint("--kind", "bucket", Write("sound.json", Sound))).ExitCode);
    }

    [Fact]
    public async Task A_trust_policy_is_judged_as_one()
    {
        var trust = Write("trust.json", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}""");

        Assert.Equal(0, (await Lint("--kind", "trust", trust)).ExitCode);
        Assert.Equal(1, (await Lint(trust)).ExitCode);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<Tool.Ran> Lint(params string[] arguments) => Tool.Run(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "countersign.dll"), "policy", "lint", .. arguments],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_NOLOGO"] = "1" }, _folder.FullName);
}
