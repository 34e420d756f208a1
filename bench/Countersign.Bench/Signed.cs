using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Bench;

/// <summary>A key pair that requests are signed with.</summary>
/// <param name="AccessKeyId">Its name.</param>
/// <param name="Secret">Its secret.</param>
internal sealed record SigningKey(string AccessKeyId, string Secret);

/// <summary>Signs requests as clients do: Signature Version 4, written down here once more, so that the server's own is not its judge.</summary>
internal static class Signed
{
    private const string Region = "us-east-1";
    private const string Headers = "content-type;host;x-amz-date";
    private const string Form = "application/x-www-form-urlencoded; charset=utf-8";

    public static string GetCallerIdentity(Uri to, SigningKey key) => Post(to, key, "sts", "Action=GetCallerIdentity&Version=2011-06-15");

    public static string ListMfaDevices(Uri to, SigningKey key, string userName) =>
        Post(to, key, "iam", $"Action=ListMFADevices&Version=2010-05-08&UserName={userName}");

    /// <summary>The same request for <see cref="HttpClient"/>.</summary>
    public static HttpRequestMessage Message(Uri to, string request)
    {
        var parts = request.Split("\r\n\r\n");
        var message = new HttpRequestMessage(HttpMethod.Post, to) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(parts[1])) };
        foreach (var header in parts[0].Split("\r\n")[1..])
        {
            var (name, value) = (header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]);
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    /// <summary>A request without a signature.</summary>
    public static string Get(Uri to) => $"GET / HTTP/1.1\r\nHost: {to.Authority}\r\n\r\n";

    private static string Post(Uri to, SigningKey key, string service, string body)
    {
        var time = Clock.Of.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{Region}/{service}/aws4_request";
        var canonical = $"POST\n/\n\ncontent-type:{Form}\nhost:{to.Authority}\nx-amz-date:{time}\n\n{Headers}\n{Hash(body)}";
        var signature = Convert.ToHexStringLower(Mac(
            new[] { time[..8], Region, service, "aws4_request" }.Aggregate(Encoding.ASCII.GetBytes("AWS4" + key.Secret), Mac),
            $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(canonical)}"));
        return $"POST / HTTP/1.1\r\nHost: {to.Authority}\r\nContent-Type: {Form}\r\nX-Amz-Date: {time}\r\n"
            + $"Authorization: AWS4-HMAC-SHA256 Credential={key.AccessKeyId}/{scope}, SignedHeaders={Headers}, Signature={signature}\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
