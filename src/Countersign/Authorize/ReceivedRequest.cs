using System.Text.Json;
using Countersign.Query;

namespace Countersign.Authorize;

/// <summary>A signed request that another service received and shows us; its body it has hashed itself.</summary>
/// <param name="Method">As received.</param>
/// <param name="Target">Path, and query if there was one, as received and not decoded. Never told in the audit log: it may hold secrets.</param>
/// <param name="Headers">Every header line that is signed, in the order received; lines that are not signed need not be among them.</param>
/// <param name="BodyHash">The SHA-256 of the body: 32 bytes.</param>
public sealed record ReceivedRequest(string Method, string Target, IReadOnlyList<ReceivedHeader> Headers, ReadOnlyMemory<byte> BodyHash)
{
    private const int LongestMethod = 32;
    private const int LongestTarget = 32 * 1024;
    private const int LongestHeader = 32 * 1024;
    private const int MostHeaders = 200;
    private const int LongestScope = 64;

    /// <summary>Method alone: the rest may be secret.</summary>
    public override string ToString() => $"{Method} request";

    internal WireRequest ToWire() =>
        new(Method, Target, [.. Headers.Select(header => new WireHeader(header.Name, header.Value))], ReadOnlyMemory<byte>.Empty) { BodyHash = BodyHash };

    /// <summary>Reads what a service sends about it.</summary>
    /// <exception cref="ApiError">ValidationError: names the member that is wrong.</exception>
    internal static VerifySignature.Request Read(JsonMember body)
    {
        var request = body.Get("request").AsObject();
        var (path, query) = (request.Get("path"), request.Find("query")?.AsText(LongestTarget, emptyToo: true) ?? "");
        var target = path.AsText(LongestTarget);
        if (target[0] != '/' || target.Contains('?', StringComparison.Ordinal))
            throw AuthorizeErrors.Malformed(path.Path, "the path as received: it begins with '/' and has no '?'");
        return new VerifySignature.Request(
            body.Get("service").AsText(LongestScope), body.Get("region").AsText(LongestScope),
            new ReceivedRequest(
                request.Get("method").AsText(LongestMethod), query.Length == 0 ? target : $"{target}?{query}",
                ReadHeaders(request.Get("headers").AsObject()), ReadHash(request.Get("body_sha256"))));
    }

    // A header that came on several lines is a list.
    private static List<ReceivedHeader> ReadHeaders(JsonMember headers)
    {
        var lines = new List<ReceivedHeader>();
        foreach (var (name, member) in headers.Members())
        {
            foreach (var line in member.Value.ValueKind == JsonValueKind.Array ? member.Items() : [member])
                lines.Add(new ReceivedHeader(name, line.AsText(LongestHeader, emptyToo: true)));
        }

        return lines.Count <= MostHeaders ? lines : throw AuthorizeErrors.Malformed(headers.Path, "200 header lines at most");
    }

    private static byte[] ReadHash(JsonMember member)
    {
        var text = member.AsText(SigV4.HashLength * 2);
        return text.Length == SigV4.HashLength * 2 && text.All(char.IsAsciiHexDigitLower)
            ? Convert.FromHexString(text)
            : throw AuthorizeErrors.Malformed(member.Path, "the SHA-256 of the body in 64 hexadecimal digits, in lower case");
    }
}

/// <summary>One header line of a request that another service received.</summary>
/// <param name="Name">In any case.</param>
/// <param name="Value">As received.</param>
public sealed record ReceivedHeader(string Name, string Value)
{
    /// <summary>The name alone: the value may be secret.</summary>
    public override string ToString() => Name;
}
