using System.Net;
using System.Net.Sockets;

namespace Countersign.Tests;

/// <summary>Stands between a server and its database, and counts how often one must wait for the other.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private long _roundTrips;

    public TcpRelay(int target)
    {
        _target = target;
        _listener.Start();
        _ = Accept();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often something was sent after an answer had come, on all connections together.</summary>
    public long RoundTrips => Interlocked.Read(ref _roundTrips);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Relay(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task Relay(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                client.NoDelay = true;
                var answered = 1;
                await Task.WhenAny(
                    Copy(client.GetStream(), server.GetStream(), () =>
                    {
                        if (Interlocked.Exchange(ref answered, 0) == 1)
                            Interlocked.Increment(ref _roundTrips);
                    }),
                    Copy(server.GetStream(), client.GetStream(), () => Interlocked.Exchange(ref answered, 1)));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // one of the two has gone
            }
        }
    }

    private async Task Copy(NetworkStream from, NetworkStream to, Action passing)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.ReadAsync(buffer, _end.Token)) > 0)
        {
            passing();
            await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }
}
