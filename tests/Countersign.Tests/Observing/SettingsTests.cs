using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Countersign.Tests.Observing;

/// <summary>Settings of what lets the server be watched: one that is wrong or without effect stops the start, named.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("MetricsUrls", "nonsense", "MetricsUrls: 'nonsense' is not an address")]
    [InlineData("MetricsUrls", "", "MetricsUrls is empty")]
    [InlineData("MetricsUrls", "https://localhost:9464", "MetricsUrls: https://localhost:9464: only http://")]
    [InlineData("MetricsUrls", "http://localhost:9464;http://0.0.0.0:9464", "MetricsUrls: http://0.0.0.0:9464 would tell metrics to whoever asks")]
    [InlineData("Telemetry:OtlpEndpoint", "nonsense", "Telemetry:OtlpEndpoint")]
    [InlineData("Telemetry:OtlpEndpoint", "file:///tmp/spans", "Telemetry:OtlpEndpoint")]
    [InlineData("Telemetry:OtlpProtocol", "http/protobuf", "Telemetry:OtlpProtocol: It has no effect without")]
    [InlineData("Telemetry:OtlpProtocol", "smoke", "Telemetry:OtlpProtocol")]
    [InlineData("Telemetry:Endpoint", "http://localhost:4317", "Unknown setting 'Telemetry:Endpoint'")]
    [InlineData("Logging:Format", "xml", "Logging:Format: Right would be text or json.")]
    [InlineData("Logging:LogLevel:Default", "loud", "Logging:LogLevel:Default: 'loud' is no level.")]
    [InlineData("Logging:Console:FormatterName", "json", "Unknown setting 'Logging:Console'")]
    public async Task A_wrong_setting_stops_the_start(string name, string value, string said)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build();

        var stopped = await Assert.ThrowsAsync<StartupException>(() => Server.Start(configuration, new FakeTimeProvider(), TestContext.Current.CancellationToken));

        Assert.Contains(said, stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_the_metrics_that_is_taken_stops_the_start()
    {
        await using var first = new WatchedServer();
        await first.InitializeAsync();
        var second = new TestServer { More = { ["MetricsUrls"] = first.MetricsUrl.ToString() } };

        var stopped = await Assert.ThrowsAsync<StartupException>(async () => await second.InitializeAsync());

        Assert.StartsWith("MetricsUrls: ", stopped.Message, StringComparison.Ordinal);
    }
}
