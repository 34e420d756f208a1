using System.CommandLine;

namespace Countersign.Cli;

/// <summary><c>countersign policy</c>: policies as files, without a server.</summary>
internal static class PolicyCommand
{
    public static Command Build() => new("policy", "Policies in files: what is wrong with them. Needs no server.")
    {
        PolicyLintCommand.Build(),
    };
}
