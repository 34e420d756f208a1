namespace Countersign.Policy;

/// <summary>
/// What IAM refuses in a Resource or NotResource when a policy is saved, in AWS's words (source: moto's tests).
/// </summary>
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

    /// <summary>What is wrong with a resource; null when it is <c>*</c> or a fitting ARN.</summary>
    /// <param name="text">As written.</param>
    /// <param name="legacy">Whether it is AWS's older parser that gives up on it, with a message of its own.</param>
    public static string? FaultOf(string text, out bool legacy)
    {
        legacy = false;
        if (text is "*")
            return null;
        Span<Range> parts = stackalloc Range[6];
        var count = text.AsSpan().Split(parts, ':');
        var arn = new Arn(text, parts[..count]);
        if (count == 1)
            return $"Resource {text} must be in ARN format or \"*\".";
        if (!IsPartition(arn[1]))
            return $"Partition \"{arn[1]}\" is not valid for resource \"arn:{arn[1]}:{RestOf(arn)}\".";
        legacy = count >= 3 && (arn[2].Length == 0 || (count < 6 && text.Contains("::", StringComparison.Ordinal)));
        if (legacy)
            return "an ARN has six parts, of which the third, the service, is not empty";
        if (arn[0] is not "arn")
            return $"Resource {text} must be in ARN format or \"*\".";
        if (count == 2 || arn[2].ContainsAny('*', '?'))
            return "Resource vendor must be fully qualified and cannot contain regexes.";
        return arn[2] switch
        {
            "iam" => FaultOfIam(text, arn),
            "s3" when count > 4 && arn[3] is not ("" or "*") && arn[4].Length == 0 =>
                $"Resource {text} can not contain region information.",
            _ => null,
        };
    }

    private static string? FaultOfIam(string text, Arn arn)
    {
        if (arn.Count > 3 && arn[3] is not ("" or "*"))
            return $"IAM resource {text} cannot contain region information.";
        if (arn.Count < 6 || arn[5] is "*")
            return null;
        foreach (var start in IamPathStarts)
        {
            if (arn[5].StartsWith(start, StringComparison.Ordinal))
                return null;
        }

        return IamPaths;
    }

    // AWS prints four parts after the partition, each missing one as "*".
    private static string RestOf(Arn arn)
    {
        var rest = new List<string>();
        for (var i = 2; i < 6; i++)
            rest.Add(i < arn.Count && (arn.Count > 3 || arn[i].Length > 0) ? arn[i].ToString() : "*");
        return string.Join(':', rest);
    }

    private static bool IsPartition(ReadOnlySpan<char> text) =>
        text is "aws" or "*" || text.StartsWith("aws-", StringComparison.Ordinal);

    /// <summary>The parts of an ARN, without copying them.</summary>
    private readonly ref struct Arn(string text, ReadOnlySpan<Range> parts)
    {
        private readonly ReadOnlySpan<Range> _parts = parts;

        public int Count => _parts.Length;

        public ReadOnlySpan<char> this[int part] => text.AsSpan(_parts[part]);
    }
}
