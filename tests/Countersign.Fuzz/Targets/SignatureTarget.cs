using System.Security.Cryptography;
using System.Text;
using Countersign.Query;
using Countersign.Tests.Query;

namespace Countersign.Fuzz;

/// <summary>A request with a signature, in its header or in its URL: read, hashed, verified.</summary>
/// <remarks>Input: request line without the version, header lines, an empty line, the body.</remarks>
internal sealed class SignatureTarget(string name) : Target
{
    private static readonly Signer Good = new() { Body = "" };

    public override string Name => name;

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            var signer = new Signer();
            if (name == "sigv4-header")
            {
                yield return Print(signer.WithHeader());
                yield return Print((signer with
                {
                    Headers = [.. signer.Headers, ("X-Amz-Content-SHA256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signer.Body))))],
                }).WithHeader());
                yield return Print((signer with { Path = "/a%20b//c", Query = [("b", "x y"), ("a", "")], Body = "" }).WithHeader());
                yield return Print((signer with { Headers = [.. signer.Headers, ("X-Amz-Security-Token", "IQoJb3JpZ2lu"), ("X-Folded", "a  b   c")] }).WithHeader());
                yield return Print((signer with { Headers = [("Host", "h"), ("Date", "Wed, 25 Nov 2026 03:35:45 GMT")] }).WithHeader());
            }
            else
            {
                yield return Print((Good with { Method = "GET" }).Presigned());
                yield return Print((Good with { Method = "GET", Query = [("Action", "ListUsers"), ("Version", "2010-05-08")] }).Presigned("604800", "IQoJb3JpZ2lu"));
                yield return Print((Good with { Service = "sts", Region = "eu-central-1" }).Presigned("1", null, ("X-Amz-Content-SHA256", new string('e', 64))));
            }
        }
    }

    public override IReadOnlyList<string> Words =>
    [
        "AWS4-HMAC-SHA256", "Credential=", "SignedHeaders=", "Signature=", "aws4_request", "host;x-amz-date", "X-Amz-Date: ", "Authorization: ",
        "X-Amz-Security-Token: ", "X-Amz-Content-SHA256: ", "UNSIGNED-PAYLOAD", "Host: ", "Date: ", "X-Amz-Algorithm=", "X-Amz-Credential=",
        "X-Amz-Expires=", "X-Amz-SignedHeaders=", "X-Amz-Signature=", "20261125T033545Z", "/20261125/us-east-1/iam/aws4_request", "%2F", "\n\n",
        "00010101T000000Z", "99991231T235959Z", "ASIA", ";",
    ];

    public override void Read(byte[] input)
    {
        try
        {
            var request = Parse(input);
            _ = request.Parameters.Root;
            if (SignedRequest.TryRead(request) is not { } signed)
                return;
            _ = Sts.SessionToken.AccountOf(signed.AccessKeyId);
            var keys = new SigningKeyCache();
            signed.Verify(Signer.Secret, Good.Now, keys);
            Promise.That(!Verifies(signed, keys), "the signature fits another secret too");
            signed.Verify(Signer.Secret, Good.Now, keys);    // by the cached key
        }
        catch (ApiError)
        {
            // named
        }
    }

    private static bool Verifies(SignedRequest signed, SigningKeyCache keys)
    {
        try
        {
            signed.Verify(Signer.Secret + "x", Good.Now, keys);
            return true;
        }
        catch (ApiError)
        {
            return false;
        }
    }

    // Header values as Kestrel reads them (UTF-8), the target as it came.
    private static WireRequest Parse(byte[] input)
    {
        var end = input.AsSpan().IndexOf("\n\n"u8);
        var lines = Encoding.UTF8.GetString(input, 0, end < 0 ? input.Length : end).Split('\n');
        var space = lines[0].IndexOf(' ', StringComparison.Ordinal);
        var headers = lines.Skip(1).Select(line =>
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? new WireHeader(line, "") : new WireHeader(line[..colon], line[(colon + 1)..].Trim(' '));
        });
        return new WireRequest(
            space < 0 ? "GET" : lines[0][..space], lines[0][(space + 1)..], [.. headers], end < 0 ? default : input.AsMemory(end + 2));
    }

    private static byte[] Print(WireRequest request)
    {
        var query = string.Join('&', request.Query.All.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        var head = string.Concat(
            $"{request.Method} {request.Path}{(query.Length == 0 ? "" : "?" + query)}\n",
            string.Concat(request.Headers.Select(header => $"{header.Name}: {header.Value}\n")), "\n");
        return [.. Encoding.UTF8.GetBytes(head), .. request.Body.Span];
    }
}
