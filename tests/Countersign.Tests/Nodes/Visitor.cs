using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Countersign.Tests.Nodes;

/// <summary>A browser behind a balancer that sends each request to the next node.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;
    private readonly IReadOnlyList<TestServer> _nodes;
    private int _requests;

    public Visitor(TwoNodes nodes, int firstNode)
    {
        (_nodes, _requests) = (nodes.All, firstNode);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = new CookieContainer(),
            PooledConnectionLifetime = TimeSpan.Zero,    // each request connects anew
            ConnectCallback = Connect,
        })
        {
            BaseAddress = nodes.First.Url,
        };
        _client.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    /// <summary>The last page.</summary>
    public string Html { get; private set; } = "";

    public async Task<HttpResponseMessage> Get(string path) => await Read(await _client.GetAsync(path, TestContext.Current.CancellationToken));

    /// <summary>Posts a form as the page that was read last wrote it: with its antiforgery token.</summary>
    public async Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields)
    {
        using var body = new FormUrlEncodedContent(
            fields.Append(("form", Token().Match(Html).Groups["token"].Value)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await Read(await _client.PostAsync(path, body, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _client.Dispose();

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var node = TwoNodes.Address(_nodes[_requests++ % _nodes.Count]);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(node.Host, node.Port, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task<HttpResponseMessage> Read(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (text.Length > 0)
            Html = text;
        return answer;
    }

    [GeneratedRegex("name=\"form\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
