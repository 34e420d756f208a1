using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Countersign.Observing;

/// <summary>The log on the standard output, in the form that <c>Logging:Format</c> names.</summary>
internal static class LogFormats
{
    /// <summary>The framework has formats of the same names, which keep no line together and know no request.</summary>
    private const string Prefix = "countersign-";

    public static void Add(ILoggingBuilder logging, LoggingOptions options)
    {
        logging.AddConsole(console => console.FormatterName = Prefix + options.Format);
        logging.Services.AddSingleton<ConsoleFormatter>(provider => new TextLines(provider.GetRequiredService<TimeProvider>()));
        logging.Services.AddSingleton<ConsoleFormatter>(provider => new JsonLines(provider.GetRequiredService<TimeProvider>()));
        // At these levels the framework writes whole addresses: what presigned ones have in their query signs in.
        // These come after the settings, so that none lets them through.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Warning);
    }

    private sealed class TextLines(TimeProvider clock) : ConsoleFormatter(Prefix + LoggingOptions.Text)
    {
        public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter) =>
            LogLine.Of(logEntry, scopeProvider, clock.GetUtcNow())?.WriteText(textWriter);
    }

    private sealed class JsonLines(TimeProvider clock) : ConsoleFormatter(Prefix + LoggingOptions.Json)
    {
        public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter) =>
            LogLine.Of(logEntry, scopeProvider, clock.GetUtcNow())?.WriteJson(textWriter);
    }
}
