using System.CommandLine;
using Countersign.Mfa.Tokens;

namespace Countersign.Cli;

/// <summary><c>countersign tokens export</c>: all tokens with their seeds, into a file of mode 0600.</summary>
internal static class TokensExportCommand
{
    public static Command Build(TimeProvider clock)
    {
        var format = new Option<string>("--format") { Description = "pskc (encrypted with a passphrase), sdtid (RSA SecurID tokens, with a password) or otpauth (URIs in clear)", Required = true };
        format.AcceptOnlyFromAmong([.. TokenExportFormat.All.Select(known => known.Name)]);
        var output = new Option<FileInfo>("--output") { Description = "The file to write, mode 0600; it must not be there yet", Required = true };
        var (passphraseFile, passphraseEnv) = Secrets.Passphrase();
        var leaveOut = new Option<bool>("--leave-out") { Description = "Leave out what the format has no form for; else nothing is exported when there is any" };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log" };
        var command = new Command("export", "Write all tokens with their seeds into a file. Whoever has it has the tokens.")
        {
            format, output, passphraseFile, passphraseEnv, leaveOut, reason,
        };
        foreach (var option in Flags.OfAccount)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = parsed.GetRequiredValue(output);
            var passphrase = await Secrets.Of(parsed, passphraseFile, passphraseEnv, cancellation);
            await using var call = LocalCall.Open(parsed, clock, parsed.GetValue(reason));
            await using var stream = Create(file);
            try
            {
                var done = await call.Run(
                    new ExportTokens.Request(
                        parsed.GetRequiredValue(format), passphrase is null ? null : Password.TryParse(passphrase), parsed.GetValue(leaveOut)),
                    cancellation);
                await done.Content.WriteTo(stream, cancellation);
                await System.Console.Out.WriteLineAsync(
                    $"{done.Exported} tokens written to {file}, {done.LeftOut} left out. Whoever has this file has the tokens: delete it when it has served.");
                return 0;
            }
            catch
            {
                file.Delete();    // half a file is none
                throw;
            }
        });
        return command;
    }

    private static FileStream Create(FileInfo file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(file.FullName, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file} cannot be written: {e.Message}", e);
        }
    }
}
