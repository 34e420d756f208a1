using System.Collections.Frozen;

namespace Countersign.Policy.Linting;

/// <summary>What the values of a condition key are.</summary>
internal enum KeyType
{
    Text,
    Bool,
    Number,
    Date,
    IpAddress,

    /// <summary>Seconds since 1970, which operators of numbers and of dates both compare.</summary>
    Epoch,
}

/// <summary>A global condition key.</summary>
/// <param name="Type">What its values are.</param>
/// <param name="IsList">Whether it has several.</param>
internal readonly record struct GlobalKey(KeyType Type, bool IsList)
{
    public string InWords => Type switch
    {
        KeyType.Bool => "true or false",
        KeyType.Number => "a number",
        KeyType.Date or KeyType.Epoch => "a date",
        KeyType.IpAddress => "an IP address",
        _ => "text",
    };

    public string Operators => Type switch
    {
        KeyType.Bool => "Bool",
        KeyType.Number => "a Numeric operator",
        KeyType.Date or KeyType.Epoch => "a Date operator",
        KeyType.IpAddress => "IpAddress or NotIpAddress",
        _ => "a String operator",
    };

    public string MismatchCode => Type switch
    {
        KeyType.Bool => "TYPE_MISMATCH_BOOLEAN",
        KeyType.Number => "TYPE_MISMATCH_NUMBER",
        KeyType.Date or KeyType.Epoch => "TYPE_MISMATCH_DATE",
        KeyType.IpAddress => "TYPE_MISMATCH_IP_RANGE",
        _ => "TYPE_MISMATCH_STRING",
    };

    public bool Fits(KeyType compared) => Type == KeyType.Epoch ? compared is KeyType.Number or KeyType.Date : compared == Type;
}

/// <summary>The global condition keys (IAM User Guide, "AWS global condition context keys").</summary>
internal static class GlobalKeys
{
    private const string Texts =
        "CalledViaFirst CalledViaLast ChatbotSourceArn FederatedProvider PrincipalAccount PrincipalArn PrincipalOrgID " +
        "PrincipalServiceName PrincipalTag PrincipalType Referer RequestedRegion RequestTag ResourceAccount ResourceOrgID " +
        "ResourceTag SignInSessionArn SourceAccount SourceArn SourceIdentity SourceOrgID SourceVpc SourceVpcArn SourceVpce " +
        "UserAgent userid username VpceAccount VpceOrgID Ec2InstanceSourceVpc";

    private const string Lists =
        "CalledVia PrincipalOrgPaths PrincipalServiceNamesList ResourceOrgPaths SourceOrgPaths TagKeys VpceOrgPaths";

    private static readonly FrozenDictionary<string, GlobalKey> All = Texts.Split(' ').Select(name => (name, new GlobalKey(KeyType.Text, false)))
        .Concat(Lists.Split(' ').Select(name => (name, new GlobalKey(KeyType.Text, true))))
        .Concat(
        [
            ("AssumedRoot", new GlobalKey(KeyType.Bool, false)),
            ("MultiFactorAuthPresent", new GlobalKey(KeyType.Bool, false)),
            ("PrincipalIsAWSService", new GlobalKey(KeyType.Bool, false)),
            ("SecureTransport", new GlobalKey(KeyType.Bool, false)),
            ("ViaAWSService", new GlobalKey(KeyType.Bool, false)),
            ("MultiFactorAuthAge", new GlobalKey(KeyType.Number, false)),
            ("CurrentTime", new GlobalKey(KeyType.Date, false)),
            ("TokenIssueTime", new GlobalKey(KeyType.Date, false)),
            ("EpochTime", new GlobalKey(KeyType.Epoch, false)),
            ("Ec2InstanceSourcePrivateIPv4", new GlobalKey(KeyType.IpAddress, false)),
            ("SourceIp", new GlobalKey(KeyType.IpAddress, false)),
            ("VpcSourceIp", new GlobalKey(KeyType.IpAddress, false)),
        ])
        .ToFrozenDictionary(each => "aws:" + each.Item1, each => each.Item2, StringComparer.OrdinalIgnoreCase);

    /// <summary>A key by its name, with or without a tag's key behind a slash; null when it is no global one.</summary>
    public static GlobalKey? Find(string key) => All.TryGetValue(NameOf(key), out var known) ? known : null;

    /// <summary>Whether a tag's key belongs behind a slash.</summary>
    public static bool NeedsTagKey(string key) =>
        NameOf(key).ToUpperInvariant() is "AWS:PRINCIPALTAG" or "AWS:REQUESTTAG" or "AWS:RESOURCETAG" or "IAM:RESOURCETAG";

    private static string NameOf(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? key : key[..slash];
    }
}
