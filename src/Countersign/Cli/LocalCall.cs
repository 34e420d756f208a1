using System.CommandLine;

namespace Countersign.Cli;

/// <summary>Runs one operation on the data folder, beside a running server or without one.</summary>
internal static class LocalCall
{
    public static async Task<TResponse> Run<TResponse>(ParseResult parsed, TimeProvider clock, IRequest<TResponse> request, string? reason, CancellationToken cancellation)
    {
        var settings = Settings.Read(Flags.Configuration(parsed));
        if (!File.Exists(Path.Combine(settings.Server.Data, Storage.DatabaseFile.Name)))
            throw new StartupException($"There is no database in {settings.Server.Data}. Name the server's data folder with --data.");

        await using var services = Server.Offline(settings, clock);
        var facts = new CallFacts(UniqueId.OfRequest(), "127.0.0.1", SecureTransport: true) { UserAgent = "countersign command line", Reason = reason };
        try
        {
            return await services.GetRequiredService<Pipeline>().Run(new OperatorProof(), request, facts, cancellation);
        }
        finally
        {
            await services.GetRequiredService<Storage.WriteBehind>().Flush();
        }
    }
}
