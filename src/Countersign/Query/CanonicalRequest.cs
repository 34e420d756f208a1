using System.Security.Cryptography;

namespace Countersign.Query;

/// <summary>The one spelling of a request that both sides sign.</summary>
/// <remarks>
/// IAM User Guide, "Create a signed AWS API request", step 1. In the query string a <c>+</c> is a space (and so
/// <c>%20</c> here), as our form reader reads it: what is signed is what is understood.
/// </remarks>
internal static class CanonicalRequest
{
    /// <summary>Hashes the canonical request with SHA-256.</summary>
    /// <param name="request">What was received.</param>
    /// <param name="signedHeaders">Names of the signed headers as sent: lower case, separated by <c>;</c>, each once.</param>
    /// <param name="withoutSignature">Whether X-Amz-Signature is left out: in presigned requests it is in the query.</param>
    /// <param name="bodyHash">The SHA-256 of the body.</param>
    /// <param name="hash">Receives 32 bytes.</param>
    /// <returns>False when a header that is named as signed was not received.</returns>
    public static bool TryHash(
        WireRequest request, string signedHeaders, bool withoutSignature, ReadOnlySpan<byte> bodyHash, Span<byte> hash)
    {
        var text = new ByteBuilder(stackalloc byte[1024]);
        try
        {
            text.Append(request.Method);
            text.Append("\n"u8);
            AppendPath(ref text, request.Path);
            text.Append("\n"u8);
            AppendQuery(ref text, request.Query, withoutSignature);
            text.Append("\n"u8);
            foreach (var range in signedHeaders.AsSpan().Split(';'))
            {
                if (!TryAppendHeader(ref text, request.Headers, signedHeaders.AsSpan()[range]))
                    return false;
            }
            text.Append("\n"u8);
            text.Append(signedHeaders);
            text.Append("\n"u8);
            text.AppendHex(bodyHash);

            SHA256.HashData(text.Written, hash);
            return true;
        }
        finally
        {
            text.Dispose();
        }
    }

    // Each segment is encoded once more (every service but S3 does so); "/" is what clients send.
    private static void AppendPath(ref ByteBuilder text, string path)
    {
        if (path is "/")
            text.Append("/"u8);
        else
            text.Append(string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));
    }

    private static void AppendQuery(ref ByteBuilder text, Parameters query, bool withoutSignature)
    {
        if (query.Count == 0)
            return;

        var first = true;
        var encoded = query.All
            .Where(p => !(withoutSignature && p.Key is PresignedQuery.Signature))
            .Select(p => (Name: Uri.EscapeDataString(p.Key), Value: Uri.EscapeDataString(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal);
        foreach (var (name, value) in encoded)
        {
            if (!first)
                text.Append("&"u8);
            first = false;
            text.Append(name);
            text.Append("="u8);
            text.Append(value);
        }
    }

    private static bool TryAppendHeader(ref ByteBuilder text, IReadOnlyList<WireHeader> headers, ReadOnlySpan<char> name)
    {
        text.Append(name);
        text.Append(":"u8);
        var found = false;
        for (var i = 0; i < headers.Count; i++)
        {
            if (!name.Equals(headers[i].Name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (found)
                text.Append(","u8);
            found = true;
            AppendFolded(ref text, headers[i].Value.AsSpan().Trim(" \t"));
        }
        text.Append("\n"u8);
        return found;
    }

    // Runs of spaces become one.
    private static void AppendFolded(ref ByteBuilder text, ReadOnlySpan<char> value)
    {
        for (int run; (run = value.IndexOf("  ", StringComparison.Ordinal)) >= 0; value = value[run..].TrimStart(' '))
        {
            text.Append(value[..run]);
            text.Append(" "u8);
        }
        text.Append(value);
    }
}
