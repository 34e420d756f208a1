using System.Globalization;

namespace Countersign.Clients.Tests.SecurId;

/// <summary>stoken, a SecurID software token by others: the independent maker of files and tokencodes.</summary>
internal sealed class Stoken : IDisposable
{
    // It would read and write a token of the user who runs the tests.
    private readonly string _home = Directory.CreateTempSubdirectory("stoken").FullName;
    private int _files;

    /// <summary>Makes a new token.</summary>
    /// <param name="header">What the file's header shall say: "&lt;DefDigits&gt;6&lt;/DefDigits&gt;".</param>
    /// <param name="token">What its token shall say.</param>
    /// <param name="protection">--new-password=…, if it shall have one.</param>
    /// <returns>The text of an sdtid file.</returns>
    public Task<string> Issue(string header, string token = "", params string[] protection)
    {
        var template = Write(
            $"<?xml version=\"1.0\"?><TKNBatch><TKNHeader>{header}</TKNHeader><TKN>{token}</TKN></TKNBatch>");
        return Run(["export", "--random", "--sdtid", $"--template={template}", .. protection]);
    }

    /// <summary>Writes a token in another form.</summary>
    /// <param name="token">The text of the token.</param>
    /// <param name="options">--v3, --new-password=… and so on; --password=… to open it.</param>
    /// <returns>The text of the other form.</returns>
    public Task<string> Export(string token, params string[] options) =>
        Run(["export", $"--file={Write(token)}", .. options]);

    /// <summary>What the token shows at a time, its PIN typed.</summary>
    public Task<string> Tokencode(string token, DateTimeOffset time, string pin, params string[] options) => Run(
    [
        "tokencode", "--batch", "--force", $"--file={Write(token)}", $"--pin={pin}",
        string.Create(CultureInfo.InvariantCulture, $"--use-time={time.ToUnixTimeSeconds()}"), .. options,
    ]);

    /// <summary>Takes a token in and shows what it knows about it.</summary>
    /// <param name="token">The text of the token.</param>
    /// <param name="password">What opens it.</param>
    public async Task<string> Import(string token, string password)
    {
        await Run(["import", "--batch", "--force", "--keep-password", $"--file={Write(token)}", $"--password={password}"]);
        return await Run(["show", "--batch", $"--password={password}"]);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private async Task<string> Run(IReadOnlyList<string> arguments)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = _home };
        var ran = await Tool.Run("stoken", arguments, environment);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return ran.Output.Trim();
    }

    private string Write(string text)
    {
        var path = Path.Combine(_home, string.Create(CultureInfo.InvariantCulture, $"{++_files}"));
        File.WriteAllText(path, text);
        return path;
    }
}
