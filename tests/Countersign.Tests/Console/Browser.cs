using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Countersign.Tests.Console;

/// <summary>A real server in a folder of its own, and somebody who clicks through its console without script.</summary>
internal sealed partial class Browser : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _client;

    private Browser(DirectoryInfo folder, Server server, FakeTimeProvider clock)
    {
        (_folder, Server, Clock) = (folder, server, clock);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies })
        {
            BaseAddress = new Uri(server.ConsoleUrl),
        };
        _client.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public Server Server { get; }

    public FakeTimeProvider Clock { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The last page.</summary>
    public string Html { get; private set; } = "";

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What the requests claim in <c>X-Forwarded-For</c>.</summary>
    public string? Forwarded
    {
        set
        {
            _client.DefaultRequestHeaders.Remove("X-Forwarded-For");
            _client.DefaultRequestHeaders.Add("X-Forwarded-For", value);
        }
    }

    public static async Task<Browser> Open(params (string Name, string? Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("countersign-console-");
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Data"] = folder.FullName,
            ["Urls"] = "http://127.0.0.1:0",
        }).AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Build();
        return new Browser(folder, await Server.Start(configuration, clock, Cancellation), clock);
    }

    public async Task<HttpResponseMessage> Get(string path) => await Read(await _client.GetAsync(path, Cancellation));

    /// <summary>Posts a form as the page that was read last wrote it: with its antiforgery token.</summary>
    public Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields) =>
        PostBare(path, [.. fields, ("form", Token().Match(Html).Groups["token"].Value)]);

    /// <summary>Posts a form that no page has written.</summary>
    public async Task<HttpResponseMessage> PostBare(string path, params (string Name, string Value)[] fields)
    {
        using var body = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Read(await _client.PostAsync(path, body, Cancellation));
    }

    /// <summary>Sends a file as the form of the page that was read last does: the token first.</summary>
    public Task<HttpResponseMessage> Upload(string path, string fileName, byte[] content) =>
        UploadBare(path, ("form", Token().Match(Html).Groups["token"].Value), fileName, content);

    /// <summary>Sends a file in a form that no page has written.</summary>
    public async Task<HttpResponseMessage> UploadBare(string path, (string Name, string Value)? field, string fileName, byte[] content)
    {
        using var body = new MultipartFormDataContent();
        if (field is var (name, value))
            body.Add(new StringContent(value), name);
        body.Add(new ByteArrayContent(content), "File", fileName);
        return await Read(await _client.PostAsync(path, body, Cancellation));
    }

    /// <summary>Says that a form of some length is coming, and waits for what the server says to that.</summary>
    public async Task<HttpResponseMessage> Announce(string path, long length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new Announced(length) };
        request.Headers.ExpectContinue = true;
        return await Read(await _client.SendAsync(request, Cancellation));
    }

    /// <summary>Signs the first administrator in, and chooses the password <c>Correct-horse-9</c>.</summary>
    public async Task SignIn()
    {
        var first = Server.FirstStart!;
        await Get("/sign-in");
        await Post("/sign-in", ("Account", first.AccountId), ("UserName", first.UserName), ("Password", first.Password));
        await Get("/sign-in/new-password");
        using var answer = await Post("/sign-in/new-password", ("NewPassword", "Correct-horse-9"), ("Repeated", "Correct-horse-9"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private async Task<HttpResponseMessage> Read(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        if (text.Length > 0)
            Html = text;
        return answer;
    }

    private sealed class Announced : HttpContent
    {
        private readonly long _length;

        public Announced(long length)
        {
            _length = length;
            Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=none");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            throw new InvalidOperationException("The server has asked for the form.");

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return true;
        }
    }

    [GeneratedRegex("name=\"form\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
