using System.CommandLine;

namespace Countersign.Cli;

/// <summary>The command line: <c>serve</c> (the default) and what an operator with a shell on the server may do.</summary>
internal static class CommandLine
{
    /// <returns>The exit code: 0 when it did what was asked.</returns>
    public static async Task<int> Run(string[] args, TimeProvider clock)
    {
        var root = new RootCommand("Countersign: self-hosted IAM whose multi-factor authentication is real.")
        {
            ServeCommand.Build(clock),
            AccountsCommand.Build(clock),
            BypassCodeCommand.Build(clock),
            MfaRequiredCommand.Build(clock),
            ResetMfaCommand.Build(clock),
            ResetPasswordCommand.Build(clock),
            DevicesCommand.Build(clock),
            TokensCommand.Build(clock),
            AuditCommand.Build(clock),
            ExplainCommand.Build(clock),
            PolicyCommand.Build(),
            KeysCommand.Build(clock),
            BackupCommand.Build(clock),
            RestoreCommand.Build(clock),
        };
        var result = root.Parse(args.Length == 0 ? ["serve"] : args);
        try
        {
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is StartupException or ApiError or Storage.StorageException)
        {
            await System.Console.Error.WriteLineAsync("countersign: " + OneLine(e.Message));
            return 1;
        }
    }

    // Some messages end in another program's words, which may have line breaks.
    private static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
