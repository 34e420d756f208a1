using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Countersign.Observing;

/// <summary>Sends spans to a collector by OTLP. It is there only when <c>Telemetry:OtlpEndpoint</c> is set.</summary>
internal sealed class TraceExport(TelemetryOptions options) : IHostedService, IDisposable
{
    /// <summary>How long the last spans may take to leave.</summary>
    private const int LastMilliseconds = 5000;

    private TracerProvider? _provider;

    /// <summary>Which spans there are, and what may be in them.</summary>
    public static TracerProviderBuilder Spans()
    {
        SpanRules.Apply();
        return Sdk.CreateTracerProviderBuilder().ConfigureResource(Named).AddSource(Measures.Name, SpanRules.FrameworkName);
    }

    /// <summary>Who tells all this.</summary>
    public static void Named(ResourceBuilder resource) =>
        resource.AddService("countersign", serviceVersion: typeof(TraceExport).Assembly.GetName().Version?.ToString(3), autoGenerateServiceInstanceId: false);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var isHttp = options.OtlpProtocol != "grpc";
        _provider = Spans()
            .AddOtlpExporter(exporter =>
            {
                exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
                exporter.Endpoint = isHttp && options.OtlpEndpoint!.AbsolutePath == "/"
                    ? new Uri(options.OtlpEndpoint, "v1/traces")
                    : options.OtlpEndpoint!;
            })
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _provider?.ForceFlush(LastMilliseconds);
        return Task.CompletedTask;
    }

    public void Dispose() => _provider?.Dispose();
}
