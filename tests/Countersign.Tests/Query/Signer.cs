using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Query;

namespace Countersign.Tests.Query;

/// <summary>A client that signs: SigV4 written a second time, slow and obvious, from the same documentation.</summary>
internal sealed record Signer
{
    public const string KeyId = "AKIAIOSFODNN7EXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    public string Method { get; init; } = "POST";
    public string Path { get; init; } = "/";
    public (string Name, string Value)[] Query { get; init; } = [];
    public string Body { get; init; } = "Action=ListUsers&Version=2010-05-08";
    public string Date { get; init; } = "20261125T033545Z";
    public string Region { get; init; } = "us-east-1";
    public string Service { get; init; } = "iam";
    public string AccessKeyId { get; init; } = KeyId;
    public string SecretAccessKey { get; init; } = Secret;

    /// <summary>Headers to send; those in <see cref="Unsigned"/> are not signed.</summary>
    public (string Name, string Value)[] Headers { get; init; } =
    [
        ("Host", "127.0.0.1:18765"),
        ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
        ("X-Amz-Date", "20261125T033545Z"),
    ];

    public string[] Unsigned { get; init; } = [];

    public DateTimeOffset Now => DateTimeOffset.ParseExact(
        Date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private string Scope => $"{Date[..8]}/{Region}/{Service}/aws4_request";

    private (string Name, string Value)[] Signed => [.. Headers
        .Select(h => (Name: h.Name.ToLowerInvariant(), Value: string.Join(' ', h.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))))
        .Where(h => !Unsigned.Contains(h.Name))
        .OrderBy(h => h.Name, StringComparer.Ordinal)];

    private string SignedNames => string.Join(';', Signed.Select(h => h.Name));

    /// <summary>The request with an Authorization header.</summary>
    public WireRequest WithHeader() => Request(Authorization(), Query);

    /// <summary>The Authorization header.</summary>
    public string Authorization() =>
        $"AWS4-HMAC-SHA256 Credential={AccessKeyId}/{Scope}, SignedHeaders={SignedNames}, Signature={Sign(Query)}";

    /// <summary>The request with everything in its URL.</summary>
    public WireRequest Presigned(string expires = "900", string? token = null, params (string, string)[] more)
    {
        (string, string)[] query =
        [
            .. Query,
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", $"{AccessKeyId}/{Scope}"), ("X-Amz-Date", Date),
            ("X-Amz-Expires", expires), ("X-Amz-SignedHeaders", SignedNames),
            .. token is null ? Array.Empty<(string, string)>() : [("X-Amz-Security-Token", token)],
            .. more,
        ];
        return Request(null, [.. query, ("X-Amz-Signature", Sign(query))]);
    }

    /// <summary>The request with that Authorization header, or none.</summary>
    public WireRequest Request(string? authorization, params (string Name, string Value)[] query) => new(
        Method,
        query.Length == 0 ? Path : $"{Path}?{Encode(query)}",
        [
            .. Headers.Select(h => new WireHeader(h.Name, h.Value)),
            .. authorization is null ? Array.Empty<WireHeader>() : [new WireHeader("Authorization", authorization)],
        ],
        Encoding.UTF8.GetBytes(Body));

    /// <summary>The signature alone.</summary>
    public string Sign(params (string Name, string Value)[] query)
    {
        var canonical = string.Join('\n',
            Method, Path, Encode([.. query.OrderBy(p => p.Name, StringComparer.Ordinal)]),
            string.Concat(Signed.Select(h => $"{h.Name}:{h.Value}\n")), SignedNames,
            Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Body))));
        var toSign = string.Join('\n', "AWS4-HMAC-SHA256", Date, Scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = Encoding.UTF8.GetBytes("AWS4" + SecretAccessKey);
        foreach (var part in Scope.Split('/'))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    private static string Encode((string Name, string Value)[] query) =>
        string.Join('&', query.Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value)}"));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
