using System.Net.Sockets;
using System.Text;

namespace Countersign.Tests.UnderFire;

/// <summary>A client that sends bytes as it likes, and reads what comes back.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private RawClient(Socket socket) => (_socket, _stream) = (socket, new NetworkStream(socket, ownsSocket: true));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RawClient> Open(Uri url)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", url.Port, Cancellation);
        return new RawClient(socket);
    }

    /// <summary>Sends Latin-1.</summary>
    public async Task Send(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), Cancellation);

    /// <summary>Says that nothing more will come, and stays to listen.</summary>
    public void SendEnd() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>What the server sends until it closes the connection.</summary>
    public async Task<string> ReadToEnd()
    {
        using var received = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(received, Cancellation);
        }
        catch (IOException e) when (e.InnerException is SocketException)
        {
            // reset: closed as well
        }

        return Encoding.Latin1.GetString(received.ToArray());
    }

    /// <summary>The next piece of what the server sends.</summary>
    public async Task<string> Read()
    {
        var buffer = new byte[16 * 1024];
        return Encoding.Latin1.GetString(buffer, 0, await _stream.ReadAsync(buffer, Cancellation));
    }

    public void Dispose() => _stream.Dispose();
}
