using System.Diagnostics;
using Countersign.Storage;

namespace Countersign.Observing;

/// <summary>What lets the server be watched from outside.</summary>
internal static class ObservingDoors
{
    /// <summary>Adds health, and what the settings ask for: nothing else is loaded.</summary>
    public static void Add(IServiceCollection services, Settings settings)
    {
        services.AddSingleton(provider =>
        {
            var database = provider.GetRequiredService<Database>();
            return new Readiness(
                async () => await database.Read(store => store.Accounts.First()) is not null,
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Readiness>>(),
                provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        });
        services.AddSingleton<IHttpContextFactory, RequestIds>();
        services.AddSingleton<DistributedContextPropagator, OwnTraces>();
        if (settings.Server.MetricsUrls is not null)
            AddMetrics(services);
        if (settings.Telemetry.OtlpEndpoint is not null)
            AddTraces(services, settings.Telemetry);
    }

    // Methods of their own, so that what they name is loaded only when they run.
    private static void AddMetrics(IServiceCollection services) =>
        services.AddSingleton<MetricsDoor>().AddHostedService(provider => provider.GetRequiredService<MetricsDoor>());

    private static void AddTraces(IServiceCollection services, TelemetryOptions options) =>
        services.AddHostedService(_ => new TraceExport(options));
}
