using System.CommandLine;
using Countersign.Audit;

namespace Countersign.Cli;

/// <summary>Runs operations on the data folder, beside a running server or without one.</summary>
internal sealed class LocalCall : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly CallFacts _facts;

    private readonly OperatorProof _proof;

    private LocalCall(ServiceProvider services, string? account, string? reason) => (_services, _proof, _facts) = (
        services, new OperatorProof(account), new CallFacts(UniqueId.OfRequest(), "127.0.0.1", SecureTransport: true) { UserAgent = "countersign command line", Reason = reason });

    /// <summary>For what is no operation since it changes nothing that anybody sees: sealing anew.</summary>
    public Storage.Database Database => _services.GetRequiredService<Storage.Database>();

    /// <summary>Opens the data folder.</summary>
    /// <param name="parsed">The command line: it says which folder, and perhaps which account.</param>
    /// <param name="clock">The time.</param>
    /// <param name="reason">Why, for the audit log.</param>
    /// <exception cref="StartupException">There is no database, or it cannot be opened.</exception>
    public static LocalCall Open(ParseResult parsed, TimeProvider clock, string? reason = null)
    {
        var settings = Settings.Read(Flags.Configuration(parsed));
        if (settings.Server.Database is null && !File.Exists(Path.Combine(settings.Server.Data, Storage.DatabaseFile.Name)))
            throw new StartupException($"There is no database in {settings.Server.Data}. Name the server's data folder with --data.");
        return new LocalCall(Server.Offline(settings, clock), parsed.GetValue(Flags.Account), reason);
    }

    /// <summary>Runs one operation, and no other.</summary>
    public static async Task<TResponse> Run<TResponse>(ParseResult parsed, TimeProvider clock, IRequest<TResponse> request, string? reason, CancellationToken cancellation)
    {
        await using var call = Open(parsed, clock, reason);
        return await call.Run(request, cancellation);
    }

    public Task<TResponse> Run<TResponse>(IRequest<TResponse> request, CancellationToken cancellation) =>
        _services.GetRequiredService<Pipeline>().Run(_proof, request, _facts, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<Storage.WriteBehind>().Flush();
        await _services.GetRequiredService<AuditSealer>().Seal();    // no server may be there to do it
        await _services.DisposeAsync();
    }
}
