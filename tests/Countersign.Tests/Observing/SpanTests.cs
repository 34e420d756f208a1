using System.Diagnostics;
using System.Text;
using Countersign.Identity;
using Countersign.Observing;
using Countersign.Sts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.Observing;

/// <summary>What a collector of traces is told.</summary>
public sealed class SpanTests(WatchedServer server) : IClassFixture<WatchedServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operation_is_a_span_with_its_phases_under_it()
    {
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);
        var facts = TestServer.Facts();
        await server.Service<Pipeline>().Run(
            new AsUser(user.UserName),
            new GetSessionToken.Request(SerialNumber: phone.Serial.Value, TokenCode: phone.CodeAt(server.Clock.GetUtcNow())), facts, Cancellation);

        var span = Of(facts.RequestId);

        Assert.Equal("sts:GetSessionToken", span.DisplayName);
        Assert.Equal("Success", span.GetTagItem("countersign.outcome"));
        var phases = server.Spans.Where(inner => inner.ParentSpanId == span.SpanId).OrderBy(inner => inner.StartTimeUtc).Select(inner => inner.DisplayName);
        Assert.Equal(["authorise", "spend", "prepare", "execute"], phases, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_its_code_and_is_no_fault_of_the_server()
    {
        var facts = TestServer.Facts();
        await Assert.ThrowsAsync<ApiError>(() =>
            server.Service<Pipeline>().Run(new AsUser("admin"), new GetUser.Request("nobody-of-that-name"), facts, Cancellation));

        var span = Of(facts.RequestId);

        Assert.Equal("NoSuchEntity", span.GetTagItem("countersign.outcome"));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.DoesNotContain("nobody-of-that-name", server.SpanText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_presigned_address_leaves_neither_signature_nor_token_behind()
    {
        var route = await Trace("/?Action=GetUser&X-Amz-Signature=c0ffee-signature&X-Amz-Security-Token=c0ffee-token&Code=c0ffee-code");

        Assert.Equal("GET /", route.DisplayName);
        Assert.Equal(400, route.GetTagItem("http.response.status_code"));
        Assert.DoesNotContain("c0ffee", server.SpanText, StringComparison.Ordinal);
        Assert.DoesNotContain("c0ffee", server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("c0ffee", string.Concat(server.Log.Json), StringComparison.Ordinal);
        Assert.DoesNotContain("c0ffee", await server.Metrics(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_address_only_its_pattern_is_told()
    {
        var route = await Trace("/users/secret-agent/security-credentials");

        Assert.Equal("/users/{name}/security-credentials", route.GetTagItem("http.route"));
        Assert.DoesNotContain("secret-agent", server.SpanText, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_else_is_told_of_a_span_does_not_leave()
    {
        using (var source = new ActivitySource(SpanRules.FrameworkName))
        using (var span = source.StartActivity("planted")!)
            span.SetTag("url.query", "planted-query").SetTag("user_agent.original", "planted-agent").SetTag("http.route", "/planted");

        var left = server.Spans.Single(span => span.OperationName == "planted");

        Assert.Equal(["http.route"], left.TagObjects.Select(tag => tag.Key), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_trace_that_a_stranger_claims_is_not_believed()
    {
        const string claimed = "0123456789abcdef0123456789abcdef";

        var span = await Trace("/sign-in", ("traceparent", $"00-{claimed}-0123456789abcdef-01"), ("tracestate", "who=stranger"), ("baggage", "said=stranger"));

        Assert.NotEqual(claimed, span.TraceId.ToHexString(), StringComparer.Ordinal);
        Assert.DoesNotContain("stranger", server.SpanText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_checks_are_not_traced()
    {
        using var client = new HttpClient { BaseAddress = server.Url };
        await client.GetStringAsync("/healthz/live", Cancellation);
        await Trace("/sign-in");

        Assert.DoesNotContain("healthz", server.SpanText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spans_are_sent_to_where_the_setting_says()
    {
        var received = new TaskCompletionSource<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/traces", async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            received.TrySetResult(Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync(Cancellation);
        var sending = new TestServer { More = { ["Telemetry:OtlpEndpoint"] = collector.Urls.First(), ["Telemetry:OtlpProtocol"] = "http/protobuf" } };
        await sending.InitializeAsync();
        using var client = new HttpClient { BaseAddress = sending.Url };
        using var answer = await client.GetAsync("/?Action=GetUser&Version=2010-05-08", Cancellation);

        await sending.DisposeAsync();    // the last spans leave before it stops

        var sent = await received.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.Contains("iam:GetUser", sent, StringComparison.Ordinal);
        Assert.Contains("MissingAuthenticationToken", sent, StringComparison.Ordinal);
        Assert.Contains(answer.Headers.GetValues("x-amzn-RequestId").Single(), sent, StringComparison.Ordinal);
        Assert.DoesNotContain("Version=", sent, StringComparison.Ordinal);
    }

    private Activity Of(string requestId) => server.Spans.Single(span => requestId.Equals(span.GetTagItem("countersign.request_id")) && span.GetTagItem("countersign.action") is not null);

    /// <summary>Asks for an address, and finds the framework's span of it.</summary>
    private async Task<Activity> Trace(string address, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null }) { BaseAddress = server.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var before = server.Spans.Count;
        using var answer = await client.SendAsync(request, Cancellation);
        var told = answer.Headers.TryGetValues("x-amzn-RequestId", out var ids) ? ids.Single() : null;
        // The span ends after the answer has been read.
        await Until(() => server.Spans.Skip(before).Any(IsIt));
        return server.Spans.Skip(before).First(IsIt);

        bool IsIt(Activity span) => span.OperationName.EndsWith("HttpRequestIn", StringComparison.Ordinal)
            && Matches($"{span.GetTagItem("http.route")}", address.Split('?')[0])
            && (told is null || (string?)span.GetTagItem("countersign.request_id") == told);    // other servers of this process have spans as well
    }

    private static bool Matches(string pattern, string path) =>
        pattern == path || (pattern.Contains("{name}", StringComparison.Ordinal) && path.Split('/').Length == pattern.Split('/').Length);

    private static async Task Until(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
