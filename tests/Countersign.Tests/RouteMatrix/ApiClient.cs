using System.Globalization;
using Countersign.Sts;
using Countersign.Tests.Query;

namespace Countersign.Tests.RouteMatrix;

/// <summary>A program that calls the API over HTTP.</summary>
internal sealed class ApiClient(TestServer server, HttpMessageHandler? handler = null) : IDisposable
{
    private const string Form = "application/x-www-form-urlencoded; charset=utf-8";

    private readonly HttpClient _client = new(handler ?? new SocketsHttpHandler()) { BaseAddress = server.Url };

    /// <summary>Posts a request, signed by credentials if there are any.</summary>
    /// <param name="action">As in policies: <c>iam:CreateUser</c>.</param>
    /// <param name="credentials">Long-term ones have an empty session token; null sends the request unsigned.</param>
    /// <param name="fields">The parameters.</param>
    public Task<(int Status, string Text)> Post(string action, Credentials? credentials, params (string Name, string Value)[] fields)
    {
        var (service, name) = (action[..3], action[4..]);
        return PostRaw(
            service, credentials,
            [("Action", name), ("Version", service == "iam" ? "2010-05-08" : "2011-06-15"), .. fields]);
    }

    /// <summary>Posts just these parameters.</summary>
    public async Task<(int Status, string Text)> PostRaw(string service, Credentials? credentials, params (string Name, string Value)[] fields)
    {
        var body = string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", Form);
        if (credentials is not null)
            Sign(request, service, credentials, body);
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A long-term key as credentials.</summary>
    public static Credentials LongTerm(string accessKeyId, string secret) => new(accessKeyId, secret, "", default);

    public void Dispose() => _client.Dispose();

    private void Sign(HttpRequestMessage request, string service, Credentials credentials, string body)
    {
        var date = server.Clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        (string, string)[] headers = [("Host", server.Url.Authority), ("Content-Type", Form), ("X-Amz-Date", date)];
        if (credentials.SessionToken.Length > 0)
            headers = [.. headers, ("X-Amz-Security-Token", credentials.SessionToken)];
        var signer = new Signer
        {
            Date = date,
            Service = service,
            AccessKeyId = credentials.AccessKeyId,
            SecretAccessKey = credentials.SecretAccessKey,
            Body = body,
            Headers = headers,
        };
        foreach (var (name, value) in headers[2..])
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", signer.Authorization());
    }
}
