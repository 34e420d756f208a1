using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Examples;

/// <summary>Asks Countersign, signed (SigV4) with a service's own access key: AuthZEN questions, and who signed a request.</summary>
internal sealed class Ask(HttpClient http, Uri countersign, string accessKeyId, string secretAccessKey, TimeProvider clock)
{
    private const string Type = "application/json";

    /// <param name="path"><c>/access/v1/evaluation</c>, <c>/access/v1/evaluations</c> or <c>/access/v1/signature</c>.</param>
    /// <param name="question">JSON.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    /// <returns>JSON.</returns>
    /// <exception cref="HttpRequestException">Countersign refuses the question or cannot be reached: that is a no.</exception>
    public async Task<string> About(string path, string question, CancellationToken cancellation)
    {
        var date = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        const string Signed = "content-type;host;x-amz-date";
        var canonical = $"POST\n{path}\n\ncontent-type:{Type}\nhost:{countersign.Authority}\nx-amz-date:{date}\n\n{Signed}\n{Hash(question)}";
        var scope = $"{date[..8]}/us-east-1/countersign/aws4_request";
        var key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (var part in scope.Split('/'))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hash(canonical)}")));

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(countersign, path)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(question)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", Type);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", date);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={accessKeyId}/{scope}, SignedHeaders={Signed}, Signature={signature}");
        using var answer = await http.SendAsync(request, cancellation);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellation);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
