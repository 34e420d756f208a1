using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Tests;

/// <summary>A client of the API that signs (SigV4) and never tries again: what the server said is what the test sees.</summary>
/// <param name="http">Sends; its timeout is the client's.</param>
/// <param name="address">Of the server or node.</param>
/// <param name="accessKeyId">Whose key.</param>
/// <param name="secretAccessKey">Its secret.</param>
/// <param name="sessionToken">Of temporary credentials; else null.</param>
internal sealed class SignedClient(HttpClient http, Uri address, string accessKeyId, string secretAccessKey, string? sessionToken = null)
{
    private const string Region = "us-east-1";
    private const string Type = "application/x-www-form-urlencoded; charset=utf-8";

    /// <summary>What came back.</summary>
    internal sealed record Answer(int Status, string Body)
    {
        /// <summary>The code of the refusal; null when it was granted.</summary>
        public string? Code => Between("Code");

        /// <summary>The first element of that name that holds text; null when there is none.</summary>
        public string? Between(string element)
        {
            var start = Body.IndexOf($"<{element}>", StringComparison.Ordinal);
            return start < 0 ? null : Body[(start + element.Length + 2)..Body.IndexOf($"</{element}>", StringComparison.Ordinal)];
        }
    }

    /// <summary>Of the server or node.</summary>
    public Uri Address => address;

    /// <summary>The same keys, at another node.</summary>
    public SignedClient At(Uri node) => new(http, node, accessKeyId, secretAccessKey, sessionToken);

    /// <summary>Calls IAM.</summary>
    public Task<Answer> Iam(DateTimeOffset now, string action, params (string Name, string Value)[] parameters) =>
        Call(now, "iam", "2010-05-08", action, parameters);

    /// <summary>Calls STS.</summary>
    public Task<Answer> Sts(DateTimeOffset now, string action, params (string Name, string Value)[] parameters) =>
        Call(now, "sts", "2011-06-15", action, parameters);

    private async Task<Answer> Call(DateTimeOffset now, string service, string version, string action, (string Name, string Value)[] parameters)
    {
        var body = string.Join('&', parameters.Prepend(("Version", version)).Prepend(("Action", action))
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Item1)}={Uri.EscapeDataString(parameter.Item2)}"));
        var date = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var headers = new List<(string Name, string Value)> { ("content-type", Type), ("host", address.Authority), ("x-amz-date", date) };
        if (sessionToken is not null)
            headers.Add(("x-amz-security-token", sessionToken));
        var signed = string.Join(';', headers.Select(header => header.Name));
        var canonical = string.Join('\n', ["POST", "/", "", .. headers.Select(header => $"{header.Name}:{header.Value}"), "", signed, Hash(body)]);
        var scope = $"{date[..8]}/{Region}/{service}/aws4_request";
        var key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (var part in scope.Split('/'))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hash(canonical)}")));

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", Type);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", date);
        if (sessionToken is not null)
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", sessionToken);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={accessKeyId}/{scope}, SignedHeaders={signed}, Signature={signature}");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
