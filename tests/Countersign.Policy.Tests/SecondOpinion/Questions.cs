using System.Text.Json.Nodes;
using CsCheck;

namespace Countersign.Policy.Tests.SecondOpinion;

/// <summary>Makes up requests and policies from small vocabularies, so that they meet often.</summary>
internal static class Questions
{
    private const string Account = "111122223333";

    private static readonly string[] Callers =
    [
        $"arn:aws:iam::{Account}:user/alice", $"arn:aws:sts::{Account}:assumed-role/ops/bob",
        $"arn:aws:sts::{Account}:federated-user/alice", $"arn:aws:iam::{Account}:root",
    ];

    private static readonly string[] Keys =
        ["aws:username", "aws:PrincipalTag/Team", "app:Number", "app:Many", "aws:MultiFactorAuthPresent", "app:Value"];

    private static readonly string[] StringValues =
        ["alice", "a*", "*", "a?ice", "${aws:username}", "${AWS:Username}*", "${app:Absent, 'alice'}", "${*}", "${$}", "x${app:Value}", "", "A*E"];

    private static readonly string[] ArnValues =
    [
        $"arn:aws:iam::{Account}:user/alice", "arn:aws:iam::*:user/*", "arn:*:iam::1?*:user/${aws:username}", "arn:aws:*",
        "arn:aws:s3:::b:c", "arn:aws:s3:::*:c", "arn:${app:Value}:s3:::b*",
    ];

    private static readonly (string Family, string[] Wanted, string[] Actual)[] Families =
    [
        ("String", StringValues, ["alice", "ALICE", "*", "a*", "$", "", "xalice", "al:ice"]),
        ("Numeric", ["1", "1.50", "-3", "10"], ["1", "1.5", "2", "-3.0", "10abc", ""]),
        ("Date", ["2026-01-01T00:00:00Z", "1767225600", "2026-01-01", "2026-01-01T05:30:00+05:30", "2025-12-31T23:59:59.5Z"],
            ["2026-01-01T00:00:00Z", "1767225599", "2026-06-01T12:00:00+02:00", "never"]),
        ("Bool", ["true", "FALSE", "yes", "${app:Value}"], ["true", "false", "False", "yes"]),
        ("Binary", ["QUJD", "QQ==", ""], ["QUJD", "QQ==", "not base64!"]),
        ("Ip", ["203.0.113.0/24", "203.0.113.77/25", "0.0.0.0/0", "2001:db8::/32", "2001:db8::1", "198.51.100.7"],
            ["203.0.113.9", "203.0.113.200", "198.51.100.7", "2001:db8::1", "2001:0db8:0:0:0:0:0:2", "nowhere"]),
        ("Arn", ArnValues, [$"arn:aws:iam::{Account}:user/alice", "arn:aws:s3:::b:c", "arn:aws:s3:::b/c", "no arn"]),
        ("Null", ["true", "false", "True"], ["x", ""]),
    ];

    private static readonly Dictionary<string, string[]> Operators = new(StringComparer.Ordinal)
    {
        ["String"] =
        [
            "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
        ],
        ["Numeric"] = Ordered("Numeric"),
        ["Date"] = Ordered("Date"),
        ["Bool"] = ["Bool"],
        ["Binary"] = ["BinaryEquals"],
        ["Ip"] = ["IpAddress", "NotIpAddress"],
        ["Arn"] = ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
        ["Null"] = ["Null"],
    };

    private static readonly string[] Actions =
        ["*", "iam:*", "iam:Get*", "IAM:getuser", "iam:Get?ser", "i*:GetUser", "s3:*", "sts:*", "sts:AssumeRole", "iam:ListUsers", "*:*User*"];

    private static readonly string[] Resources =
    [
        "*", "arn:aws:iam:*", $"arn:aws:iam::{Account}:user/*", "arn:aws:iam::*:user/alice", "arn:aws:iam::1*3:user/a?ice",
        "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::*:role/*", "arn:aws:sqs:*:jobs", "arn:aws:sqs:e*t:jobs",
        "arn:aws:sqs:*-1:*:j*s", "arn:aws:s3:::${app:Value}*", "arn:aws:s3:::b*:c", $"arn:aws:iam::{Account}:user/${{app:Absent, 'alice'}}",
    ];

    private static readonly string[] Requested =
    [
        $"arn:aws:iam::{Account}:user/alice", $"arn:aws:iam::{Account}:user/*", $"arn:aws:iam::{Account}:role/target", "*",
        $"arn:aws:sqs:eu-west-1:{Account}:jobs", "arn:aws:s3:::b/a:c", "arn:aws:s3:::alice",
    ];

    private static readonly string[] Principals =
    [
        "*", Account, $"arn:aws:iam::{Account}:root", Callers[0], Callers[1], $"arn:aws:iam::{Account}:role/ops",
        $"arn:aws:iam::{Account}:user/bob", "444455556666",
    ];

    private static readonly Gen<bool> Seldom = Gen.Frequency((4, false), (1, true));

    private static readonly Gen<(string Operator, string Key, JsonNode Values)> Condition =
        from family in Gen.OneOf(Families)
        from name in Gen.OneOf(Operators[family.Family])
        from set in Gen.Frequency((3, ""), (1, "ForAllValues:"), (1, "ForAnyValue:"))
        from ifExists in Gen.Frequency((2, ""), (1, "IfExists"))
        from key in Gen.OneOf(Keys)
        from otherCase in Seldom
        from values in ListOf(family.Wanted)
        select (set + name + (name is "Null" ? "" : ifExists), otherCase ? key.ToUpperInvariant() : key, values);

    private static readonly Gen<(string Key, string[] Values, bool IsSingle)> ContextEntry =
        from key in Gen.OneOf(Keys)
        from family in Gen.OneOf(Families)
        from values in Gen.OneOf(family.Actual).Array[0, 3]
        from single in Gen.OneOf(family.Actual)
        from isSingle in Gen.Frequency((3, true), (1, false))
        select (key, isSingle ? [single] : values, isSingle);

    public static readonly Gen<Question> All =
        from action in Gen.OneOf("iam:GetUser", "IAM:getuser", "s3:GetObject", "sts:AssumeRole", "sts:GetCallerIdentity", "sqs:SendMessage")
        from caller in Gen.OneOf(Callers)
        from resource in Gen.OneOf(Requested)
        from owner in Gen.Frequency((5, Account), (1, "444455556666"))
        from context in ContextEntry.Array[0, 4]
        from identity in Document(false, false).Array[0, 2]
        from boundary in Perhaps(Document(false, false))
        from session in Perhaps(Document(false, false).Array[1, 2])
        from onResource in Perhaps(Document(true, action is "sts:AssumeRole"))
        from levels in Gen.Frequency((3, 0), (1, 1), (1, 2))
        from serviceControl in Document(false, false).Array[1, 2].Array[levels]
        select new Question(
            caller,
            action,
            resource,
            owner,
            context.DistinctBy(each => each.Key, StringComparer.Ordinal).ToDictionary(each => each.Key, each => each.Values, StringComparer.Ordinal),
            context.DistinctBy(each => each.Key, StringComparer.Ordinal).Where(each => each.IsSingle).Select(each => each.Key).ToHashSet(StringComparer.Ordinal),
            identity,
            boundary,
            session,
            onResource,
            serviceControl);

    /// <summary>Documents by themselves, for the parser's tests.</summary>
    public static Gen<JsonObject> Document(bool principals, bool trust) =>
        from version in Gen.Frequency((5, "2012-10-17"), (1, "2008-10-17"), (1, ""))
        from statements in Statement(principals, trust).Array[1, 3]
        select Put(Put(new JsonObject(), "Version", version.Length == 0 ? null : version), "Statement", new JsonArray(statements));

    private static Gen<JsonNode> Statement(bool principals, bool trust) =>
        from effect in Gen.Frequency((2, "Allow"), (1, "Deny"))
        from isNotPrincipal in trust ? Gen.Const(false) : Seldom
        from everyone in trust ? Gen.Const(false) : Seldom
        from principal in ListOf(Principals)
        from isNotAction in trust ? Gen.Const(false) : Seldom
        from action in ListOf(trust ? ["sts:AssumeRole", "sts:AssumeRole*", "sts:TagSession"] : Actions)
        from isNotResource in Seldom
        from resource in ListOf(Resources)
        from conditions in Condition.Array[0, 2]
        select Build(
            ("Effect", effect),
            (isNotPrincipal ? "NotPrincipal" : "Principal",
                !principals ? null : everyone ? JsonValue.Create("*") : new JsonObject { ["AWS"] = principal.DeepClone() }),
            (isNotAction ? "NotAction" : "Action", action.DeepClone()),
            (isNotResource ? "NotResource" : "Resource", trust ? null : resource.DeepClone()),
            ("Condition", conditions.Length == 0 ? null : Block(conditions)));

    private static JsonNode Build(params (string Name, JsonNode? Value)[] members) =>
        members.Aggregate(new JsonObject(), (json, member) => Put(json, member.Name, member.Value));

    private static JsonObject Block((string Operator, string Key, JsonNode Values)[] conditions) =>
        conditions.DistinctBy(each => each.Operator, StringComparer.Ordinal).Aggregate(new JsonObject(), (json, each) =>
            Put(json, each.Operator, new JsonObject { [each.Key] = each.Values.DeepClone() }));

    private static JsonObject Put(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
            json[name] = value;
        return json;
    }

    private static Gen<JsonNode> ListOf(string[] values) =>
        from chosen in Gen.OneOf(values).Array[1, 3]
        select chosen.Length == 1 ? JsonValue.Create(chosen[0]) : (JsonNode)new JsonArray([.. chosen.Select(each => (JsonNode)each)]);

    private static Gen<T?> Perhaps<T>(Gen<T> gen)
        where T : class =>
        from present in Gen.OneOf(true, false)
        from value in gen
        select present ? value : null;

    private static string[] Ordered(string family) =>
        [
        family + "Equals", family + "NotEquals", family + "LessThan", family + "LessThanEquals", family + "GreaterThan",
        family + "GreaterThanEquals",
    ];
}
