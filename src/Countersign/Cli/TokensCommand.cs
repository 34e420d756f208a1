using System.CommandLine;

namespace Countersign.Cli;

/// <summary><c>countersign tokens</c>: the inventory of hardware tokens.</summary>
internal static class TokensCommand
{
    public static Command Build(TimeProvider clock) => new("tokens", "The inventory of hardware tokens: import a maker's file, list, export.")
    {
        TokensImportCommand.Build(clock),
        TokensListCommand.Build(clock),
        TokensExportCommand.Build(clock),
    };
}
