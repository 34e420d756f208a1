using System.CommandLine;
using Countersign.Mfa;
using Countersign.Otp.Exports;

namespace Countersign.Cli;

/// <summary><c>countersign devices import FILE</c>: users bring the authenticator apps along that they had elsewhere.</summary>
internal static class DevicesCommand
{
    public static Command Build(TimeProvider clock) => new("devices", "MFA devices that users have.") { Import(clock) };

    private static Command Import(TimeProvider clock)
    {
        var file = new Argument<string>("file") { Description = "Export of Google Authenticator (otpauth-migration URIs), Aegis (plain JSON), or a list of otpauth URIs; - for standard input" };
        var map = new Option<string[]>("--map") { Description = "ACCOUNT=USER: whose an entry is, where its account name is no user name; may be repeated", DefaultValueFactory = _ => [] };
        var apply = new Option<bool>("--apply") { Description = "Store it. Without this flag, only what would happen is shown" };
        var skip = new Option<bool>("--skip-refused") { Description = "Store the good entries although others are refused" };
        var command = new Command("import", "Take over authenticator apps from another program's export. A dry run, unless --apply is given.") { file, map, apply, skip };
        foreach (var option in Flags.OfAccount)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var export = await Read(parsed.GetRequiredValue(file), cancellation);
            var request = new ImportDevices.Request(export.Rows, Users(parsed.GetRequiredValue(map)), parsed.GetValue(apply), parsed.GetValue(skip));
            var done = await LocalCall.Run(parsed, clock, request, null, cancellation);
            await Print(export, done, request);
            return done.Fates.Any(fate => fate.Refusal is not null) && !done.IsStored ? 1 : 0;
        });
        return command;
    }

    /// <exception cref="StartupException">It cannot be read, or is no export.</exception>
    private static async Task<AuthenticatorExport> Read(string file, CancellationToken cancellation)
    {
        try
        {
            return AuthenticatorExport.Read(file == "-"
                ? await System.Console.In.ReadToEndAsync(cancellation)
                : await File.ReadAllTextAsync(file, cancellation));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StartupException($"{file}: {e.Message}", e);
        }
    }

    /// <exception cref="StartupException">Not ACCOUNT=USER.</exception>
    private static Dictionary<string, string> Users(string[] maps)
    {
        var users = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in maps)
        {
            var split = pair.LastIndexOf('=');
            if (split <= 0 || split == pair.Length - 1)
                throw new StartupException($"--map {pair}: expected ACCOUNT=USER.");
            users[pair[..split]] = pair[(split + 1)..];
        }

        return users;
    }

    private static async Task Print(AuthenticatorExport export, ImportDevices.Response done, ImportDevices.Request request)
    {
        var console = System.Console.Out;
        await console.WriteLineAsync($"{export.FormatName}, {done.Fates.Count} entries:");
        foreach (var fate in done.Fates)
        {
            var line = $"  {fate.Where}: {fate.Name}: " + (fate switch
            {
                { Refusal: { } refusal } => "refused: " + refusal,
                { DeviceName: { } name } => $"{fate.UserName} gets {name}",
                _ => $"{fate.UserName} has it already",
            });
            // The names are another program's: none of them may move the cursor of this terminal.
            await console.WriteLineAsync(new string(line.Select(letter => char.IsControl(letter) ? ' ' : letter).ToArray()));
        }

        var refused = done.Fates.Count(fate => fate.Refusal is not null);
        var added = done.Fates.Count(fate => fate.DeviceName is not null);
        await console.WriteLineAsync(
            done.IsStored ? $"{added} devices are stored; sign-in asks for them from now on. Delete the export: it holds the seeds."
            : !request.Apply ? $"Nothing is stored. With --apply {added} devices would be."
            : refused > 0 ? $"Nothing is stored, since {refused} entries are refused. Mend the export, or add --skip-refused."
            : "Nothing is to be stored.");
    }
}
