using System.Text.Json;
using Countersign.Observing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Tests.Observing;

/// <summary>What the log looks like, and that nobody but the server writes lines into it.</summary>
public sealed class LogLineTests(WatchedServer server) : IClassFixture<WatchedServer>
{
    private const string Forged = "alice\r\n2026-01-01T00:00:00.000Z Information Countersign[1] all is well\u2028\u0085\u001b[2J\u202ereversed";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void GHSA_j628_q885_8gr5_what_a_client_sends_makes_no_line_of_its_own_in_text()
    {
        var lines = Write(line => line.WriteText).Split('\n');

        Assert.StartsWith("2026-01-01T12:00:00.000Z Warning Countersign.Test[7] refused alice\\u000d\\u000a2026", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..^1], line => Assert.StartsWith("    ", line, StringComparison.Ordinal));
        Assert.Empty(lines[^1]);
        Assert.DoesNotContain(lines, line => line.Any(c => char.IsControl(c) || c is '\u2028' or '\u202e'));
    }

    [Fact]
    public void GHSA_j628_q885_8gr5_what_a_client_sends_makes_no_line_of_its_own_in_JSON()
    {
        var text = Write(line => line.WriteJson);

        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain(text[..^1], c => char.IsControl(c) || c is '\u2028' or '\u202e');
        using var json = JsonDocument.Parse(text);
        Assert.Equal("refused " + Forged, json.RootElement.GetProperty("message").GetString());
        Assert.Equal(Forged, json.RootElement.GetProperty("fields").GetProperty("Who").GetString());
    }

    [Fact]
    public void A_line_of_JSON_says_when_how_grave_where_and_for_which_request()
    {
        using var json = JsonDocument.Parse(Write(line => line.WriteJson));
        var line = json.RootElement;

        Assert.Equal("2026-01-01T12:00:00.000Z", line.GetProperty("time").GetString());
        Assert.Equal("Warning", line.GetProperty("level").GetString());
        Assert.Equal("Countersign.Test", line.GetProperty("category").GetString());
        Assert.Equal(7, line.GetProperty("eventId").GetInt32());
        Assert.Equal("inner", line.GetProperty("requestId").GetString());
        Assert.Equal("abc", line.GetProperty("traceId").GetString());
        Assert.Equal("/", line.GetProperty("scope").GetProperty("RequestPath").GetString());
        Assert.StartsWith("System.InvalidOperationException: refused", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_line_of_a_request_bears_the_id_of_its_answer()
    {
        using var client = new HttpClient { BaseAddress = server.Url };
        using var body = new FormUrlEncodedContent([new("Action", "GetUser"), new("Version", "2010-05-08")]);
        using var answer = await client.PostAsync("/", body, Cancellation);
        var id = answer.Headers.GetValues("x-amzn-RequestId").Single();

        var lines = server.Log.Json.Select(line => JsonDocument.Parse(line).RootElement).ToList();

        var trace = lines.First(line => Member(line, "requestId") == id).GetProperty("traceId").GetString();
        var ofTheRequest = lines.Where(line => Member(line, "traceId") == trace).ToList();
        Assert.True(ofTheRequest.Count >= 5, $"{ofTheRequest.Count} lines");
        Assert.All(ofTheRequest, line => Assert.Equal(id, Member(line, "requestId")));
    }

    [Fact]
    public async Task An_id_that_a_client_sends_is_not_taken_over()
    {
        using var client = new HttpClient { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Add("x-amzn-RequestId", "claimed");
        client.DefaultRequestHeaders.Add("Request-Id", "claimed");
        using var answer = await client.GetAsync("/nowhere", Cancellation);

        Assert.True(Guid.TryParse(answer.Headers.GetValues("x-amzn-RequestId").Single(), out _));
    }

    private static string? Member(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Write(Func<LogLine, Action<TextWriter>> form)
    {
        var scopes = new LoggerExternalScopeProvider();
        using var outer = scopes.Push(new Dictionary<string, object?>(StringComparer.Ordinal) { ["RequestId"] = "outer", ["RequestPath"] = "/", ["TraceId"] = "abc" });
        using var inner = scopes.Push(new Dictionary<string, object?>(StringComparer.Ordinal) { ["RequestId"] = "inner" });
        Exception fault;
        try
        {
            throw new InvalidOperationException("refused " + Forged);
        }
        catch (InvalidOperationException thrown)
        {
            fault = thrown;
        }

        var state = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Who"] = Forged, ["{OriginalFormat}"] = "refused {Who}" };
        var line = LogLine.Of(
            new LogEntry<Dictionary<string, object?>>(LogLevel.Warning, "Countersign.Test", 7, state, fault, (fields, _) => $"refused {fields["Who"]}"),
            scopes, DateTimeOffset.Parse("2026-01-01T12:00:00Z", null))!;
        using var output = new StringWriter();
        form(line)(output);
        return output.ToString();
    }
}
