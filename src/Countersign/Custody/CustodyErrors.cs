namespace Countersign.Custody;

/// <summary>What is refused about keys and backups. No message holds a secret.</summary>
internal static class CustodyErrors
{
    public static ApiError OnlyOnTheServer(string action) =>
        new("AccessDenied", 403, $"{action} is for the command line on the server: it needs the master key.");

    public static ApiError BadPassphrase(int least) =>
        new("ValidationError", 400, $"Type a passphrase of {least} to 128 characters: it is all that protects what is in the file.");

    /// <summary>The command line alone reaches these operations; this says so where it matters.</summary>
    /// <exception cref="ApiError">AccessDenied.</exception>
    public static void Check(Call call, string action)
    {
        if (call.Caller is not LocalOperator)
            throw OnlyOnTheServer(action);
    }
}
