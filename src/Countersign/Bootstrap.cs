using System.Text.Json;
using Countersign.SignIn;
using Countersign.Storage;

namespace Countersign;

/// <summary>What the first start makes, and tells once.</summary>
/// <param name="ConsoleUrl">Where the console is.</param>
/// <param name="AccountId">12 digits.</param>
/// <param name="UserName">The administrator.</param>
/// <param name="Password">One-time: must be changed at the first sign-in.</param>
/// <param name="AccessKeyId">The administrator's key.</param>
/// <param name="SecretAccessKey">Its secret.</param>
/// <param name="Region">What clients are to be told.</param>
internal sealed record FirstStart(
    string ConsoleUrl, string AccountId, string UserName, string Password, string AccessKeyId, string SecretAccessKey, string Region)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the facts as JSON into a file that its owner alone can read; on disk when this ends.</summary>
    /// <exception cref="StartupException">It cannot be written.</exception>
    public void WriteTo(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.Delete(path);    // an old file would keep its mode
            using var file = new FileStream(path, options);
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartupException($"BootstrapOutput cannot be written: {e.Message} Name a file in a folder that is there and writable.", e);
        }
    }

    /// <summary>The facts for a person.</summary>
    public string Print() => $"""

        Countersign is ready. This is shown once:

          Console        {ConsoleUrl}
          Account ID     {AccountId}
          User name      {UserName}
          Password       {Password}   (one-time: you choose a new one at the first sign-in)

        For ~/.aws/credentials:

          [countersign]
          aws_access_key_id = {AccessKeyId}
          aws_secret_access_key = {SecretAccessKey}
          region = {Region}

        Try it as it stands:

          AWS_ACCESS_KEY_ID={AccessKeyId} AWS_SECRET_ACCESS_KEY={SecretAccessKey} AWS_DEFAULT_REGION={Region} aws sts get-caller-identity --endpoint-url {ConsoleUrl}

        """;

    public override string ToString() => $"first start of account {AccountId}";
}

/// <summary>Makes the account and its administrator in an empty database.</summary>
internal static class Bootstrap
{
    public const string AdministratorName = "admin";
    public const string Region = "us-east-1";

    /// <param name="database">Where.</param>
    /// <param name="hasher">Of the administrator's password.</param>
    /// <param name="consoleUrl">Where the console is.</param>
    /// <param name="given">The account, if the configuration gives it.</param>
    /// <param name="output">Where the facts are written, before they are true: so there is no administrator whose password nobody has.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null when there is an account already.</returns>
    /// <exception cref="StartupException">The facts cannot be written; nothing was made.</exception>
    public static async Task<FirstStart?> Run(Database database, PasswordHasher hasher, string consoleUrl, GivenAccount? given, string? output, DateTimeOffset now)
    {
        if (await database.Read(store => store.Accounts.First()) is not null)
            return null;

        var password = Password.Generate();
        var hash = await hasher.Hash(password);
        return await database.WriteAlone(async store =>
        {
            if (await store.Accounts.First() is not null)
                return null;    // another node was first

            var made = await NewAccount.Make(store, given?.Id ?? NewAccount.RandomId(), null, hash, now, given);
            var first = new FirstStart(consoleUrl, made.AccountId, AdministratorName, password.Reveal(), made.AccessKeyId, made.SecretAccessKey, Region);
            if (output is not null)
                first.WriteTo(output);
            return first;
        });
    }
}
