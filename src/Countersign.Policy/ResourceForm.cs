namespace Countersign.Policy;

/// <summary>What IAM refuses in a Resource or NotResource when a policy is saved, in AWS's words (source: moto's tests).</summary>
internal static class ResourceForm
{
    private const string IamPaths =
        "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, " +
        "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, " +
        "access-report/.";

    private static readonly string[] IamPathStarts =
    [
        "user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/",
        "sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/",
    ];

    /// <summary>A short ARN whose parts cannot be told apart: AWS's older parser gives up on it.</summary>
    public static bool FailsLegacyParsing(string text)
    {
        var parts = text.Split(':', 6);
        return parts.Length >= 3 && IsPartition(parts[1]) &&
            (parts[2].Length == 0 || (parts.Length < 6 && text.Contains("::", StringComparison.Ordinal)));
    }

    /// <summary>The message for a resource of the wrong form; null when it is <c>*</c> or a fitting ARN.</summary>
    public static string? FaultOf(string text)
    {
        if (text is "*")
            return null;
        var parts = text.Split(':', 6);
        if (parts.Length == 1)
            return $"Resource {text} must be in ARN format or \"*\".";
        if (!IsPartition(parts[1]))
            return $"Partition \"{parts[1]}\" is not valid for resource \"arn:{parts[1]}:{RestOf(text)}\".";
        if (parts[0] is not "arn")
            return $"Resource {text} must be in ARN format or \"*\".";
        if (parts.Length == 2 || parts[2].AsSpan().ContainsAny('*', '?'))
            return "Resource vendor must be fully qualified and cannot contain regexes.";
        return parts[2] switch
        {
            "iam" => FaultOfIam(text, parts),
            "s3" when parts.Length > 4 && parts[3] is not ("" or "*") && parts[4].Length == 0 =>
                $"Resource {text} can not contain region information.",
            _ => null,
        };
    }

    private static string? FaultOfIam(string text, string[] parts)
    {
        if (parts.Length > 3 && parts[3] is not ("" or "*"))
            return $"IAM resource {text} cannot contain region information.";
        return parts.Length < 6 || parts[5] is "*" || Array.Exists(
            IamPathStarts, start => parts[5].StartsWith(start, StringComparison.Ordinal))
            ? null
            : IamPaths;
    }

    // AWS prints four parts after the partition, each missing one as "*".
    private static string RestOf(string text)
    {
        var parts = text.Split(':', 6).Skip(2).ToList();
        if (parts is [""] or [])
            parts = ["*"];
        while (parts.Count < 4)
            parts.Add("*");
        return string.Join(':', parts);
    }

    private static bool IsPartition(string text) =>
        text is "aws" or "*" || text.StartsWith("aws-", StringComparison.Ordinal);
}
