namespace Countersign.Clients.Tests.Cli;

/// <summary>The program as an operator runs it, beside a running server.</summary>
internal static class Command
{
    private static readonly string Dll = Path.Combine(AppContext.BaseDirectory, "countersign.dll");
    private static readonly Dictionary<string, string> Clean = new(StringComparer.Ordinal) { ["DOTNET_NOLOGO"] = "1" };

    public static Task<Tool.Ran> Run(RunningServer server, params string[] arguments) =>
        Tool.Run("dotnet", [Dll, .. arguments, "--data", server.Data], Clean, server.Scratch);
}
