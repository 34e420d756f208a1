using System.Diagnostics;
using System.Globalization;

namespace Countersign.Clients.Tests.Faults;

/// <summary>A small disk of the tests' own, which only the programs started through it see.</summary>
/// <remarks>It lives in a mount namespace, so nothing stays behind; whoever is not root gets a user namespace with it.</remarks>
internal sealed class SmallDisk : IDisposable
{
    private readonly Process _holder;

    private SmallDisk(string folder, Process holder) => (Folder, _holder) = (folder, holder);

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>What starts a program so that it sees the disk.</summary>
    public IReadOnlyList<string> Through =>
    [
        "nsenter", "--target", _holder.Id.ToString(CultureInfo.InvariantCulture), "--mount",
        .. IsRoot ? Array.Empty<string>() : ["--user", "--preserve-credentials"],
    ];

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Mounts it on an empty folder.</summary>
    public static async Task<SmallDisk> Mount(string folder, int mebibytes)
    {
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("unshare")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        string[] arguments =
        [
            "--mount", .. IsRoot ? Array.Empty<string>() : ["--user", "--map-root-user"], "bash", "-c",
            string.Create(CultureInfo.InvariantCulture, $"mount -t tmpfs -o size={mebibytes}m tmpfs '{folder}' && echo mounted && exec sleep infinity"),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var holder = Process.Start(start)!;
        Assert.Equal("mounted", await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return new SmallDisk(folder, holder);
    }

    /// <summary>Leaves not one byte free.</summary>
    public Task Fill() => Run("bash", "-c", $"cat /dev/zero > '{Folder}/ballast' 2>/dev/null; df --output=avail '{Folder}' | tail -1 | grep -qx ' *0'");

    /// <summary>Gives the space back.</summary>
    public Task Free() => Run("rm", $"{Folder}/ballast");

    /// <summary>Opens a database on it and keeps it open: whoever is the last to close one writes its log back, and wins room.</summary>
    /// <returns>Closes it.</returns>
    public async Task<IDisposable> KeepOpen(string database)
    {
        var start = new ProcessStartInfo(Through[0]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in Through.Skip(1))
            start.ArgumentList.Add(argument);
        foreach (var argument in new[] { "python3", "-c", $"import sqlite3, sys; c = sqlite3.connect('{database}'); c.execute('SELECT count(*) FROM users').fetchone(); print('open', flush=True); sys.stdin.read()" })
            start.ArgumentList.Add(argument);
        var open = Process.Start(start)!;
        Assert.Equal("open", await open.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return open;    // the end of its input is its end
    }

    /// <summary>Lets nobody write on it any more.</summary>
    public Task MakeReadOnly() => Run("mount", "-o", "remount,ro", Folder);

    /// <summary>Runs a program that sees the disk.</summary>
    public async Task<string> Run(params string[] command)
    {
        var ran = await Tool.Run(Through[0], [.. Through.Skip(1), .. command]);
        Assert.True(ran.ExitCode == 0, $"{string.Join(' ', command)}: {ran.Output}{ran.Error}");
        return ran.Output;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _holder.Kill();
        _holder.WaitForExit();
        _holder.Dispose();
    }
}
