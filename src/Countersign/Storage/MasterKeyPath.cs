namespace Countersign.Storage;

/// <summary>Where the master key lies.</summary>
internal static class MasterKeyPath
{
    /// <summary>As configured; else in the data folder.</summary>
    public static string Of(ServerOptions options) => options.MasterKeyFile ?? Path.Combine(options.Data, DatabaseFile.MasterKeyName);
}
