namespace Countersign.Policy;

/// <summary>What a principal may look like when a policy is saved.</summary>
internal static class PrincipalForm
{
    public static bool IsType(string name) => name is "AWS" or "Service" or "Federated" or "CanonicalUser";

    /// <summary>Whether a value names a principal of its type. No wildcard within a value, no variables.</summary>
    public static bool IsValid(string type, string value) => type switch
    {
        "AWS" => value is "*" || IsAccount(value) || IsUniqueId(value) || IsArn(value),
        "Service" => value.Contains('.') && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'),
        "Federated" => value.Length > 0 && !value.AsSpan().ContainsAny('*', '?', ' '),
        _ => value.Length > 0 && value.All(char.IsAsciiHexDigit),
    };

    private static bool IsAccount(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    private static bool IsUniqueId(string text) =>
        text.Length is >= 16 and <= 128 && (text.StartsWith("AIDA", StringComparison.Ordinal) ||
            text.StartsWith("AROA", StringComparison.Ordinal)) && text.All(char.IsAsciiLetterOrDigit);

    private static bool IsArn(string text)
    {
        if (text.Split(':') is not ["arn", var partition, var service, "", var account, var name] ||
            !IsAccount(account))
        {
            return false;
        }

        if (partition is not "aws" && !partition.StartsWith("aws-", StringComparison.Ordinal))
            return false;
        var parts = name.Split('/');
        var named = parts.Length >= 2 && parts.All(part => part.Length > 0 && part.All(IsNameCharacter));
        return (service, parts[0]) switch
        {
            ("iam", "root") => parts.Length == 1,
            ("iam", "user" or "role") => named,
            ("sts", "assumed-role") => named && parts.Length == 3,
            ("sts", "federated-user") => named && parts.Length == 2,
            _ => false,
        };
    }

    private static bool IsNameCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '=' or ',' or '.' or '@' or '-';
}
