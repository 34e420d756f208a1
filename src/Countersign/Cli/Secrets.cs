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

    /// <summary>Asks at the terminal, without showing what is typed.</summary>
    /// <param name="what">What is asked for.</param>
    /// <param name="twice">Whether it is to be typed again, since nothing else would show a slip.</param>
    /// <exception cref="StartupException">There is no terminal, or the two are not the same.</exception>
    public static string Ask(string what, bool twice)
    {
        if (System.Console.IsInputRedirected)
            throw new StartupException($"{what}: name a file with --passphrase-file or a variable with --passphrase-env.");
        var typed = Typed(what + ": ");
        return !twice || Typed("Again: ") == typed ? typed : throw new StartupException("The two are not the same. Nothing was done.");
    }

    private static string Typed(string prompt)
    {
        System.Console.Error.Write(prompt);
        var typed = new System.Text.StringBuilder();
        while (System.Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (key.KeyChar != '\0')
                typed.Append(key.KeyChar);
        }

        System.Console.Error.WriteLine();
        return typed.ToString();
    }

    private static string? Variable(string? name) => name is null ? null
        : Environment.GetEnvironmentVariable(name) ?? throw new StartupException($"There is no environment variable {name}.");
}
