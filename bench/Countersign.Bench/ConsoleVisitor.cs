using System.Net;
using System.Text.RegularExpressions;

namespace Countersign.Bench;

/// <summary>A browser that signs people in at the console, one after the other.</summary>
internal sealed partial class ConsoleVisitor : IDisposable
{
    private readonly HttpClient _client;
    private readonly CookieContainer _cookies = new();
    private readonly OtpNet.Totp _device = new(DataFolder.Seed);
    private readonly string _account;
    private string? _form;

    public ConsoleVisitor(Uri address, string account)
    {
        _account = account;
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { BaseAddress = address };
    }

    /// <summary>Password, then code: a session.</summary>
    public async Task SignIn(string userName)
    {
        await Expect(await Send("/sign-in", ("Account", _account), ("UserName", userName), ("Password", DataFolder.Password)), "/sign-in/code");
        await Expect(await Send("/sign-in/code", ("Code", _device.ComputeTotp(Clock.Of.GetUtcNow().UtcDateTime))), "/");
    }

    /// <summary>Types a wrong password.</summary>
    /// <returns>The status of the answer.</returns>
    public async Task<HttpStatusCode> Guess(string userName)
    {
        using var answer = await Send("/sign-in", ("Account", _account), ("UserName", userName), ("Password", "a guess"));
        return answer.StatusCode;
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"form\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();

    private async Task<HttpResponseMessage> Send(string path, params (string Name, string Value)[] fields)
    {
        _form ??= FormToken().Match(await _client.GetStringAsync("/sign-in")).Groups["token"].Value;
        using var body = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Append(KeyValuePair.Create("form", _form)));
        return await _client.PostAsync(path, body);
    }

    private static async Task Expect(HttpResponseMessage answer, string path)
    {
        using (answer)
        {
            if (answer.StatusCode != HttpStatusCode.SeeOther || answer.Headers.Location?.OriginalString.StartsWith(path, StringComparison.Ordinal) is not true)
                throw new InvalidOperationException($"{path} is not where it goes: {answer.StatusCode} {answer.Headers.Location} {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
