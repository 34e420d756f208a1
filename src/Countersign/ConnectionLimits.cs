using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Countersign;

/// <summary>What a connection may cost before its request is answered, so that slow and broken clients take nothing from the others.</summary>
internal static class ConnectionLimits
{
    /// <summary>How many may be open at once; further ones are closed. Each that only waits costs some 10 KiB.</summary>
    public const int Connections = 10_000;

    /// <summary>How long a request's head may take, from its first byte.</summary>
    public static readonly TimeSpan Head = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may rest before and between requests: longer than load balancers in front keep theirs (60 s mostly).</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(130);

    /// <summary>How slowly a body may come, and an answer be taken: 1 KiB a second on average, after the first 5 seconds.</summary>
    public static readonly MinDataRate Rate = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>The longest request line, in bytes: a presigned address holds a session token of up to 4 KiB.</summary>
    public const int RequestLine = 8 * 1024;

    /// <summary>All headers of a request together, in bytes; a hundred of them.</summary>
    public const int Headers = 32 * 1024;

    /// <summary>Sets them; the longest body is the doors' affair.</summary>
    public static void Set(KestrelServerLimits limits)
    {
        // RFC 9112 section 2.2 lets a server take a bare LF for the end of a line; where a proxy does not, that is a smuggled request.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
        limits.MaxConcurrentConnections = Connections;
        limits.MaxConcurrentUpgradedConnections = 0;    // nothing here is a web socket
        limits.RequestHeadersTimeout = Head;
        limits.KeepAliveTimeout = Rest;
        limits.MinRequestBodyDataRate = Rate;
        limits.MinResponseDataRate = Rate;
        limits.MaxRequestLineSize = RequestLine;
        limits.MaxRequestHeadersTotalSize = Headers;
        limits.MaxRequestHeaderCount = 100;
    }
}
