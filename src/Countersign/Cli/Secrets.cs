using System.CommandLine;

namespace Countersign.Cli;

/// <summary>Secrets for a command: out of a file or a variable, never out of an argument, which every user of the machine can read.</summary>
internal static class Secrets
{
    private const int Longest = 4096;

    /// <summary>The two options for a passphrase.</summary>
    public static (Option<FileInfo> File, Option<string> Variable) Passphrase() => (
        new("--passphrase-file") { Description = "File with the passphrase, on its first line" },
        new("--passphrase-env") { Description = "Name of the environment variable with the passphrase" });

    /// <summary>What one of the two says; null when neither was given.</summary>
    /// <exception cref="StartupException">The file cannot be read, or there is no such variable.</exception>
    public static async Task<string?> Of(ParseResult parsed, Option<FileInfo> file, Option<string> variable, CancellationToken cancellation) =>
        await FirstLine(parsed.GetValue(file), cancellation) ?? Variable(parsed.GetValue(variable));

    /// <summary>A file's first line; null when no file was named.</summary>
    /// <exception cref="StartupException">It cannot be read, or is empty.</exception>
    public static async Task<string?> FirstLine(FileInfo? file, CancellationToken cancellation)
    {
        if (file is null)
            return null;
        using var reader = new StreamReader(Open(file));
        return await reader.ReadLineAsync(cancellation) is { Length: > 0 and <= Longest } line
            ? line
            : throw new StartupException($"The first line of {file} is empty or longer than {Longest} characters.");
    }

    /// <summary>Opens a file to read.</summary>
    /// <exception cref="StartupException">It cannot be read; says why.</exception>
    public static FileStream Open(FileInfo file)
    {
        try
        {
            return file.OpenRead();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file} cannot be read: {e.Message}", e);
        }
    }

    private static string? Variable(string? name) => name is null ? null
        : Environment.GetEnvironmentVariable(name) ?? throw new StartupException($"There is no environment variable {name}.");
}
