using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Query;

/// <summary>One header line, as received.</summary>
/// <param name="Name">Its name, in any case.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct WireHeader(string Name, string Value);

/// <summary>A request as it came over the wire: what a signature covers, and what the parameters are read from.</summary>
internal sealed class WireRequest
{
    private const string Form = "application/x-www-form-urlencoded";

    private readonly string _rawQuery;
    private Parameters? _query;
    private Parameters? _parameters;

    /// <summary>Takes a request in.</summary>
    /// <param name="method">As received, such as <c>POST</c>.</param>
    /// <param name="rawTarget">The target of the request line, not decoded: path, and query if there is one.</param>
    /// <param name="headers">Every header line in the order received, Host and Content-Length among them.</param>
    /// <param name="body">Every byte of the body; must stay unchanged as long as the request is used.</param>
    /// <exception cref="ApiError">BadRequest: the target is not a path.</exception>
    public WireRequest(string method, string rawTarget, IReadOnlyList<WireHeader> headers, ReadOnlyMemory<byte> body)
    {
        if (!rawTarget.StartsWith('/'))
            throw QueryErrors.BadRequest();

        var mark = rawTarget.IndexOf('?', StringComparison.Ordinal);
        Method = method;
        Path = mark < 0 ? rawTarget : rawTarget[..mark];
        Headers = headers;
        Body = body;
        _rawQuery = mark < 0 ? "" : rawTarget[(mark + 1)..];
    }

    /// <summary>The method as received.</summary>
    public string Method { get; }

    /// <summary>The path as received, not decoded.</summary>
    public string Path { get; }

    /// <summary>Every header line.</summary>
    public IReadOnlyList<WireHeader> Headers { get; }

    /// <summary>Every byte of the body.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The body's SHA-256 where another service received the request and tells only that; null where <see cref="Body"/> is all of it.</summary>
    public ReadOnlyMemory<byte>? BodyHash { get; init; }

    /// <summary>Whether there is nothing in the body.</summary>
    public bool IsBodyEmpty => BodyHash is { } known ? known.Span.SequenceEqual(SHA256.HashData(ReadOnlySpan<byte>.Empty)) : Body.IsEmpty;

    /// <summary>Computes the body's SHA-256.</summary>
    /// <param name="hash">Receives 32 bytes.</param>
    public void HashBody(Span<byte> hash)
    {
        if (BodyHash is { } known)
            known.Span.CopyTo(hash);
        else
            SHA256.HashData(Body.Span, hash);
    }

    /// <summary>The parameters of the query string, <c>X-Amz-…</c> among them.</summary>
    /// <exception cref="ApiError">MalformedQueryString.</exception>
    public Parameters Query => _query ??= ReadQuery();

    /// <summary>What the caller asks: the parameters of the query string and of the form in the body, without <c>X-Amz-…</c>.</summary>
    /// <exception cref="ApiError">MethodNotAllowed, UnsupportedMediaType, MalformedQueryString.</exception>
    public Parameters Parameters => _parameters ??= ReadParameters();

    /// <summary>The value of a header that may be sent once; null when it was not sent.</summary>
    /// <exception cref="ApiError">IncompleteSignature: it was sent more than once.</exception>
    public string? Header(string name)
    {
        string? found = null;
        for (var i = 0; i < Headers.Count; i++)
        {
            if (!Headers[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (found is not null)
                throw QueryErrors.RepeatedHeader(name);
            found = Headers[i].Value;
        }
        return found;
    }

    private Parameters ReadQuery()
    {
        var parameters = new Parameters();
        if (_rawQuery.Length == 0)
            return parameters;

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(_rawQuery.Length));
        try
        {
            FormReader.Read(bytes.AsSpan(0, Encoding.UTF8.GetBytes(_rawQuery, bytes)), parameters);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
        return parameters;
    }

    private Parameters ReadParameters()
    {
        if (Method is not ("POST" or "GET"))
            throw QueryErrors.MethodNotAllowed(Method);
        if (Method is "GET" && !Body.IsEmpty)
            throw QueryErrors.MalformedQueryString("A GET request must have an empty body: its parameters belong into the URL.");

        var parameters = new Parameters();
        foreach (var (name, value) in Query.All)
        {
            if (!name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
                parameters.TryAdd(name, value);
        }
        if (!Body.IsEmpty)
        {
            if (Header("Content-Type") is { } type && !IsForm(type))
                throw QueryErrors.UnsupportedMediaType(type);
            FormReader.Read(Body.Span, parameters);
        }
        return parameters;
    }

    private static bool IsForm(ReadOnlySpan<char> contentType)
    {
        var semicolon = contentType.IndexOf(';');
        var type = semicolon < 0 ? contentType : contentType[..semicolon];
        var charset = semicolon < 0 ? default : contentType[(semicolon + 1)..].Trim();
        return type.Trim().Equals(Form, StringComparison.OrdinalIgnoreCase)
            && (charset.IsEmpty
                || charset.Equals("charset=utf-8", StringComparison.OrdinalIgnoreCase)
                || charset.Equals("charset=\"utf-8\"", StringComparison.OrdinalIgnoreCase));
    }
}
