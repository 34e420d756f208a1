using System.Diagnostics.Metrics;
using System.Net.Sockets;
using Countersign.SignIn;
using Countersign.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Countersign.Observing;

/// <summary>Metrics in the text format of Prometheus, on a port of their own. It is there only when <c>MetricsUrls</c> is set.</summary>
/// <remarks>A web server of its own, with nothing else behind it: no other route can be reached here, and this one nowhere else.</remarks>
internal sealed class MetricsDoor(ServerOptions options, IServiceProvider services) : IHostedService, IDisposable
{
    private const string Path = "/metrics";

    /// <summary>Nobody sends a body here.</summary>
    private const int LongestBody = 0;

    private MeterProvider? _provider;
    private KestrelServer? _server;

    /// <summary>The first address that is listened on.</summary>
    public string ListensAt => _server!.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    /// <exception cref="StartupException">The address cannot be listened on.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        Gauges.Add(
            meters.Create(Measures.Name), services.GetRequiredService<PasswordHasher>(),
            services.GetRequiredService<WriteBehind>());
        services.GetRequiredService<Database>().Timed = services.GetRequiredService<Measures>().Transaction;
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(TraceExport.Named)
            .AddMeter(Measures.Name, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddView(instrument => instrument.Meter.Scope is { } scope && scope != meters ? MetricStreamConfiguration.Drop : null)    // another server's in this process
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0)
            .Build();
        var pipeline = new ApplicationBuilder(services);
        pipeline.UseOpenTelemetryPrometheusScrapingEndpoint(_provider, IsScrape, null, null, null);

        var logs = services.GetRequiredService<ILoggerFactory>();
        var kestrel = new KestrelServerOptions { ApplicationServices = services, AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = LongestBody;
        _server = new KestrelServer(
            Options.Create(kestrel), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);
        var addresses = _server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        foreach (var url in ListeningRules.Split(options.MetricsUrls!))
            addresses.Add(url);
        try
        {
            await _server.StartAsync(new Application(pipeline.Build()), cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new StartupException($"MetricsUrls: {options.MetricsUrls} cannot be listened on: {(e.InnerException ?? e).Message}. Choose another address.", e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public void Dispose()
    {
        _server?.Dispose();
        _provider?.Dispose();
    }

    private static bool IsScrape(HttpContext http) => http.Request.Path == Path && HttpMethods.IsGet(http.Request.Method);

    private sealed class Application(RequestDelegate answer) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => answer(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // it holds nothing
        }
    }
}
