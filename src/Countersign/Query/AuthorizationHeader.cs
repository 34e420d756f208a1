namespace Countersign.Query;

/// <summary>The parts of <c>AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…</c>; null where missing.</summary>
internal sealed record AuthorizationHeader(string? Credential, string? SignedHeaders, string? Signature)
{
    /// <summary>Reads the header: the parts in any order, each at most once, nothing else.</summary>
    /// <exception cref="ApiError">IncompleteSignature: another algorithm, or not of that form.</exception>
    public static AuthorizationHeader Read(string header)
    {
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var algorithm = space < 0 ? header : header[..space];
        if (!algorithm.Equals(SigV4.Algorithm, StringComparison.Ordinal))
            throw QueryErrors.UnsupportedAlgorithm(algorithm);

        string? credential = null, signedHeaders = null, signature = null;
        var rest = space < 0 ? default : header.AsSpan(space + 1);
        foreach (var range in rest.Split(','))
        {
            var part = rest[range].Trim(' ');
            if (part.IsEmpty)
                continue;

            var equals = part.IndexOf('=');
            var value = part[(equals + 1)..].ToString();
            var first = (equals < 0 ? default : part[..equals]) switch
            {
                "Credential" => Take(ref credential, value),
                "SignedHeaders" => Take(ref signedHeaders, value),
                "Signature" => Take(ref signature, value),
                _ => false,
            };
            if (!first)
                throw QueryErrors.MalformedHeader(header);
        }
        return new AuthorizationHeader(credential, signedHeaders, signature);
    }

    /// <summary>The names of the parts that are not there.</summary>
    public IEnumerable<string> Missing()
    {
        if (Credential is null)
            yield return "Credential";
        if (Signature is null)
            yield return "Signature";
        if (SignedHeaders is null)
            yield return "SignedHeaders";
    }

    private static bool Take(ref string? part, string value)
    {
        var first = part is null;
        part = value;
        return first;
    }
}
