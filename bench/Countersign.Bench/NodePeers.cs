using System.Diagnostics;
using System.Globalization;

namespace Countersign.Bench;

/// <summary>What runs in node (bench/peers/peer.mjs), kept alive so that it can take turns with us.</summary>
internal sealed class NodePeers : IDisposable
{
    private const int RoundMilliseconds = 150;

    private readonly Process _node;

    private NodePeers(Process node) => _node = node;

    /// <exception cref="NotRunHereException">Node or the packages are not there.</exception>
    public static NodePeers Start()
    {
        var folder = Path.Combine(Report.Root(), "bench", "peers");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            throw new NotRunHereException("the packages of bench/peers are not installed; bench/run does that with npm.");
        var start = new ProcessStartInfo("node", ["peer.mjs"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        try
        {
            return new NodePeers(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new NotRunHereException($"node cannot be started: {e.Message}");
        }
    }

    /// <summary>Runs one round.</summary>
    /// <param name="peer">As peer.mjs calls it.</param>
    /// <param name="count">How many policies.</param>
    /// <returns>Nanoseconds for one operation.</returns>
    public double Measure(string peer, int count)
    {
        _node.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peer} {count} {RoundMilliseconds}"));
        _node.StandardInput.Flush();
        return double.Parse(
            _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{peer} has ended; its error is above."), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }
}
