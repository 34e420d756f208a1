namespace Countersign.Storage;

/// <summary>Opens the database that the settings name.</summary>
internal static class Opening
{
    /// <summary>Opens or creates it, and brings its tables up to date.</summary>
    /// <exception cref="StartupException">It cannot be used; says what to do.</exception>
    public static Database Open(ServerOptions options, DateTimeOffset now)
    {
        Mappings.Register();
        return options.Database is { } connectionString
            ? DatabaseServer.Open(connectionString, options, now)
            : DatabaseFile.Open(options.Data, options.MasterKeyFile, now);
    }

    /// <summary>Where it is, for a person: no password.</summary>
    public static string Describe(ServerOptions options) =>
        options.Database is { } connectionString ? DatabaseServer.Describe(connectionString) : Path.Combine(options.Data, DatabaseFile.Name);
}
