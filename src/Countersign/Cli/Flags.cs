using System.CommandLine;

namespace Countersign.Cli;

/// <summary>Flags that stand for settings: they win over the environment, which wins over <c>appsettings.json</c>.</summary>
internal static class Flags
{
    private const string EnvironmentPrefix = "COUNTERSIGN__";

    private static readonly (string Setting, Option<string> Option)[] Settings =
    [
        (nameof(ServerOptions.Data), new("--data") { Description = "Folder with database and master key. Default ./countersign-data" }),
        (nameof(ServerOptions.Database), new("--database") { Description = "PostgreSQL instead of a file: \"Host=…;Database=…;Username=…;Password=…\"" }),
        (nameof(ServerOptions.Urls), new("--urls") { Description = "Where to listen. Default http://localhost:8700" }),
        (nameof(ServerOptions.PublicUrl), new("--public-url") { Description = "How browsers reach the console, if otherwise" }),
        (nameof(ServerOptions.MasterKeyFile), new("--master-key-file") { Description = "File with the master key, if not in the data folder" }),
        (nameof(ServerOptions.BootstrapOutput), new("--bootstrap-output") { Description = "File for the first start's facts (JSON, mode 0600); they are then not printed" }),
    ];

    public static IEnumerable<Option> All => Settings.Select(setting => setting.Option);

    /// <summary>Whose users a command is about. No setting: it is said each time.</summary>
    public static Option<string> Account { get; } = new("--account") { Description = "12 digits or alias; the account of the first start when left out" };

    /// <summary>Those that say where the data are, and of which account.</summary>
    public static IEnumerable<Option> OfAccount => [Account, .. OfDataFolder];

    /// <summary>Those that say where the data are.</summary>
    public static IEnumerable<Option> OfDataFolder => Settings
        .Where(setting => setting.Setting is nameof(ServerOptions.Data) or nameof(ServerOptions.Database) or nameof(ServerOptions.MasterKeyFile)).Select(setting => setting.Option);

    /// <summary>Every setting from its three sources.</summary>
    /// <exception cref="StartupException"><c>appsettings.json</c> is not JSON.</exception>
    public static IConfiguration Configuration(ParseResult parsed)
    {
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(Directory.GetCurrentDirectory())
                .AddJsonFile("appsettings.json", optional: true)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(Settings
                    .Where(setting => parsed.GetResult(setting.Option) is not null)
                    .Select(setting => KeyValuePair.Create(setting.Setting, (string?)parsed.GetValue(setting.Option))))
                .Build();
        }
        catch (InvalidDataException e)
        {
            throw new StartupException($"appsettings.json cannot be read: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}
