using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Policy;

namespace Countersign.Cli;

/// <summary><c>countersign policy lint FILE...</c>: what AWS refuses in a policy at save, and what it saves without a word.</summary>
/// <remarks>Exit code 0: nothing but suggestions; 1: findings; 2: what was named is no JSON, cannot be read, or was named wrongly.</remarks>
internal static class PolicyLintCommand
{
    private const int Clean = 0;
    private const int Found = 1;
    private const int Invalid = 2;
    private const string StandardInput = "-";

    private static readonly JsonSerializerOptions Machines = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly Dictionary<string, PolicyKind> Kinds = new(StringComparer.Ordinal)
    {
        ["managed"] = PolicyKind.ManagedIdentity,
        ["inline"] = PolicyKind.InlineIdentity,
        ["trust"] = PolicyKind.Trust,
        ["session"] = PolicyKind.Session,
        ["resource"] = PolicyKind.Resource,
    };

    public static Command Build()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Policies as JSON, UTF-8; - for standard input",
            Arity = ArgumentArity.ZeroOrMore,    // that none is named has an exit code of its own
        };
        var kind = new Option<string>("--kind")
        {
            Description = $"Where they are to be used: {string.Join(", ", Kinds.Keys)}",
            DefaultValueFactory = _ => "managed",
        };
        var errorsOnly = new Option<bool>("--errors-only") { Description = "Only what is refused at save" };
        var json = new Option<bool>("--json") { Description = "A JSON array for machines" };
        var command = new Command("lint", "Say what is wrong with policies. Exit code 1 when something is, 2 when one is no JSON.") { files, kind, errorsOnly, json };
        command.SetAction((parsed, cancellation) => Run(
            parsed.GetValue(files) ?? [], parsed.GetValue(kind)!, parsed.GetValue(errorsOnly), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> Run(string[] files, string kind, bool errorsOnly, bool json, CancellationToken cancellation)
    {
        if (files.Length == 0 || !Kinds.TryGetValue(kind, out var policyKind))
        {
            await System.Console.Error.WriteLineAsync(files.Length == 0
                ? "countersign: Name a file with a policy, or - for standard input."
                : $"countersign: '{kind}' is no kind of policy. Kinds are {string.Join(", ", Kinds.Keys)}.");
            return Invalid;
        }

        var exitCode = Clean;
        var lines = new List<Printed>();
        foreach (var file in files)
        {
            if (await Read(file, cancellation) is not { } text)
            {
                exitCode = Invalid;
                continue;
            }

            foreach (var finding in PolicyLint.Check(text, policyKind).Where(each => !errorsOnly || each.Severity == PolicySeverity.Error))
            {
                lines.Add(new Printed(file, finding.Line, finding.Column, InWords(finding.Severity), finding.Code, finding.Message));
                exitCode = Math.Max(exitCode, ExitCodeOf(finding));
            }
        }

        await Print(lines, json);
        return exitCode;
    }

    private static int ExitCodeOf(PolicyFinding finding) => finding switch
    {
        { Code: "JSON_SYNTAX_ERROR" } => Invalid,
        { Severity: PolicySeverity.Suggestion } => Clean,
        _ => Found,
    };

    private static async Task Print(List<Printed> lines, bool json)
    {
        if (json)
        {
            await System.Console.Out.WriteLineAsync(JsonSerializer.Serialize(lines, Machines));
            return;
        }

        foreach (var line in lines)
        {
            await System.Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{line.File}:{line.Line}:{line.Column}: {line.Severity} {line.Code}: {line.Message}"));
        }
    }

    /// <returns>Null when it cannot be read; why is said then.</returns>
    private static async Task<string?> Read(string file, CancellationToken cancellation)
    {
        try
        {
            using var content = new MemoryStream();
            await using (var source = file == StandardInput ? System.Console.OpenStandardInput() : File.OpenRead(file))
                await source.CopyToAsync(content, cancellation);
            // Strictly, and with the byte order mark that a policy must not have.
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content.ToArray());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            await System.Console.Error.WriteLineAsync(
                e is DecoderFallbackException ? $"countersign: {file} is not UTF-8." : $"countersign: {file} cannot be read: {e.Message}");
            return null;
        }
    }

    private static string InWords(PolicySeverity severity) => severity switch
    {
        PolicySeverity.Error => "error",
        PolicySeverity.SecurityWarning => "security-warning",
        PolicySeverity.Warning => "warning",
        _ => "suggestion",
    };

    /// <summary>A finding as it is printed.</summary>
    private sealed record Printed(string File, int Line, int Column, string Severity, string Code, string Message);
}
