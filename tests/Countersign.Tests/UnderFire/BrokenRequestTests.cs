using System.Text.RegularExpressions;

namespace Countersign.Tests.UnderFire;

/// <summary>Bytes that are no request, or not one only. None is followed by an answer to what is hidden behind it.</summary>
public sealed partial class BrokenRequestTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Hidden = "GET /console.css HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["length, then chunks"] = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ["chunks, then length"] = "Transfer-Encoding: chunked\r\nContent-Length: 65\r\n\r\n0\r\n\r\n",
        ["two lengths"] = "Content-Length: 0\r\nContent-Length: 58\r\n\r\n",
        ["a list of lengths"] = "Content-Length: 0, 0\r\n\r\n",
        ["a length in hexadecimal"] = "Content-Length: 0x0\r\n\r\n",
        ["a negative length"] = "Content-Length: -1\r\n\r\n",
        ["a length beyond numbers"] = "Content-Length: 99999999999999999999\r\n\r\n",
        ["an encoding after chunks"] = "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        ["an unknown encoding"] = "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        ["two encodings"] = "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
        ["an encoding behind a vertical tab"] = "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n",
        ["a blank before the colon"] = "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        ["a folded header"] = "X-Folded: a\r\n Content-Length: 58\r\nContent-Length: 0\r\n\r\n",
        ["a bare CR in a header"] = "X-Split: a\rContent-Length: 58\r\n\r\n",
        ["a bare LF after a header"] = "X-Split: a\nContent-Length: 0\r\n\r\n",
        ["a NUL in a header"] = "X-Nul: a\0b\r\nContent-Length: 0\r\n\r\n",
        ["a chunk size that is none"] = "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        ["a negative chunk size"] = "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        ["a chunk size beyond numbers"] = "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n\r\n",
        ["a chunk longer than it says"] = "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        ["a chunk size with a bare LF"] = "Transfer-Encoding: chunked\r\n\r\n0\n\n",
        ["a bare LF in a chunk's extension"] = "Transfer-Encoding: chunked\r\n\r\n0;a=\nb\r\n\r\n",
    };

    private static readonly Dictionary<string, (string Bytes, string Status)> Heads = new(StringComparer.Ordinal)
    {
        ["no host"] = ("GET / HTTP/1.1\r\n\r\n", "400"),
        ["two hosts"] = ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400"),
        ["a version there is not"] = ("GET / HTTP/9.9\r\nHost: x\r\n\r\n", "505"),
        ["no version"] = ("GET /\r\n", "400"),
        ["lines that end in bare LF"] = ("GET /console.css HTTP/1.1\nHost: x\n\n", "400"),
        ["a blank in the method"] = ("GE T / HTTP/1.1\r\nHost: x\r\n\r\n", "400"),
        ["the beginning of TLS"] = ("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003aaaaaaaaaa\r\n\r\n", "400"),
        ["a NUL in the address"] = ("GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", "400"),
        ["a line of 9,000 bytes"] = ("GET /" + new string('a', 9000) + " HTTP/1.1\r\nHost: x\r\n\r\n", "414"),
        ["headers of 33,000 bytes"] = ("GET / HTTP/1.1\r\nHost: x\r\nX: " + new string('a', 33_000) + "\r\n\r\n", "431"),
        ["101 headers"] = ("GET / HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"X{i}: a\r\n")) + "\r\n", "431"),
    };

    public static TheoryData<string, string> Smuggling => [.. Bodies.Keys.SelectMany(body => new[] { (body, "/"), (body, "/sign-in") })];

    public static TheoryData<string> Unreadable => [.. Heads.Keys];

    [Theory]
    [MemberData(nameof(Smuggling))]
    public async Task What_is_hidden_behind_a_body_of_doubtful_length_is_not_answered(string body, string path)
    {
        using var client = await RawClient.Open(server.Url);
        await client.Send($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n{Bodies[body]}{Hidden}");

        Assert.Equal("400", Statuses(await client.ReadToEnd()));
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_head_that_cannot_be_read_gets_its_status_and_ends_the_connection(string head)
    {
        using var client = await RawClient.Open(server.Url);
        await client.Send(Heads[head].Bytes + Hidden);

        Assert.Equal(Heads[head].Status, Statuses(await client.ReadToEnd()));
    }

    [Fact]
    public async Task Garbage_behind_a_request_takes_nothing_from_its_answer()
    {
        using var client = await RawClient.Open(server.Url);
        await client.Send("GET /console.css HTTP/1.1\r\nHost: x\r\n\r\n\u0001\u0002\u0003 garbage\r\n\r\n");

        Assert.Equal("200 400", Statuses(await client.ReadToEnd()));
    }

    [Fact]
    public async Task A_client_of_the_old_protocol_is_answered_and_its_connection_closed()
    {
        using var client = await RawClient.Open(server.Url);
        await client.Send("GET /console.css HTTP/1.0\r\n\r\n");

        var answer = await client.ReadToEnd();

        Assert.Equal("200", Statuses(answer));
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_answered_in_the_form_of_its_door()
    {
        const string broken = "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n\r\n";
        using var program = await RawClient.Open(server.Url);
        await program.Send("POST / HTTP/1.1\r\nHost: x\r\n" + broken);
        using var browser = await RawClient.Open(server.Url);
        await browser.Send("POST /sign-in HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n" + broken);

        Assert.Contains("<Code>BadRequest</Code>", await program.ReadToEnd(), StringComparison.Ordinal);
        Assert.Contains("<h1>", await browser.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_broken_clients_send_no_fault_of_the_server_is_logged()
    {
        foreach (var (bytes, _) in Heads.Values.Concat(Bodies.Values.Select(body => ("POST / HTTP/1.1\r\nHost: x\r\n" + body, ""))))
        {
            using var client = await RawClient.Open(server.Url);
            await client.Send(bytes + Hidden);
            client.SendEnd();    // and goes, without waiting for an answer
            await client.ReadToEnd();
        }

        Assert.DoesNotContain("failed System.", server.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>Of all answers there are.</summary>
    private static string Statuses(string answers) => string.Join(' ', StatusLine().Matches(answers).Select(line => line.Groups["status"].Value));

    [GeneratedRegex("HTTP/1\\.1 (?<status>[0-9]{3})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatusLine();
}
