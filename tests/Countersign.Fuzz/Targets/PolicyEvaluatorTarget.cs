using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Countersign.Policy;
using Countersign.Policy.Tests;
using Countersign.Policy.Tests.SecondOpinion;

namespace Countersign.Fuzz;

/// <summary>The evaluator: the same answer twice, an explanation that agrees, and the second opinion's where it has one.</summary>
/// <remarks>
/// Input: action, resource, number of the caller, then <c>key=value</c> or <c>key=[a|b</c> lines, an empty line, and the
/// document.
/// </remarks>
internal sealed partial class PolicyEvaluatorTarget : Target
{
    private const string Account = "111122223333";
    private const int LongestCompared = 1500;

    private static readonly string[] Callers =
    [
        $"arn:aws:iam::{Account}:user/alice", $"arn:aws:sts::{Account}:assumed-role/ops/bob", $"arn:aws:sts::{Account}:federated-user/alice",
        $"arn:aws:iam::{Account}:root",
    ];

    // The slow one knows numbers, dates and addresses in the forms of its own generator only.
    private static readonly FrozenSet<string> Compared = FrozenSet.Create(
        StringComparer.Ordinal, "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
        "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Bool", "Null");

    public override string Name => "policy-evaluator";

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            yield return PolicyTexts.Bytes($"s3:GetObject\narn:aws:s3:::alice/k\n0\naws:username=alice\naws:TagKeys=[a|b\napp:n=1.5\n\n{PolicyTexts.Rich}");
            foreach (var row in PolicyTexts.Cases("cases.json").Concat(PolicyTexts.Cases("fuzz.json").Take(40)))
            {
                var context = string.Concat(row.GetProperty("context").EnumerateObject().Select(key => key.Value.ValueKind == JsonValueKind.Array
                    ? $"{key.Name}=[{string.Join('|', key.Value.EnumerateArray())}\n"
                    : $"{key.Name}={key.Value}\n"));
                var identity = row.GetProperty("policies").GetProperty("identity");
                foreach (var document in identity.ValueKind == JsonValueKind.Array ? identity.EnumerateArray().ToArray() : [identity])
                {
                    yield return PolicyTexts.Bytes(
                        $"{row.GetProperty("action")}\n{row.GetProperty("resource")}\n{Array.IndexOf(Callers, row.GetProperty("principal").ToString())}\n{context}\n{document.GetRawText()}");
                }
            }
        }
    }

    public override IReadOnlyList<string> Words => [.. PolicyTexts.Words, "aws:username=", "aws:MultiFactorAuthPresent=true", "=[a|b", "\n", "\n\n"];

    public override long AllocationLimit(int length) => base.AllocationLimit(length) + 64 * 1024 * 1024;    // the second opinion's

    public override void Read(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = (end < 0 ? text : text[..end]).Split('\n');
        if (end < 0 || head.Length < 3 || !PolicyDocument.TryParse(text[(end + 2)..], PolicyKind.InlineIdentity, out var document, out _))
            return;

        var caller = Callers[head[2].Length > 0 && char.IsAsciiDigit(head[2][0]) ? (head[2][0] - '0') % Callers.Length : 0];
        var (context, singles) = Context(head.Skip(3));
        var question = new Question(
            caller, head[0], head[1], Account, context, singles, [JsonNode.Parse(document.Text)!.AsObject()], null, null, null, []);

        var (policies, request) = Ask(question, document);
        var decision = Evaluator.Evaluate(policies, request);
        Promise.Same(Evaluator.Evaluate(policies, request).Outcome, decision.Outcome, "asked twice");
        var explanation = Explainer.Explain(policies, request);
        Promise.Same(explanation.Decision.Outcome, decision.Outcome, "explained");
        Promise.That(explanation.Verdict.StartsWith(decision.IsAllowed ? "Allowed: " : "Denied: ", StringComparison.Ordinal), "the words say the opposite");

        if (IsComparable(text, question))
            Promise.Same(question.AskLibrary(), new SlowEvaluator(question).Answer(), "the second opinion");
    }

    private static (PolicySet Policies, PolicyRequest Request) Ask(Question question, PolicyDocument document)
    {
        var context = new RequestContext();
        foreach (var (key, values) in question.Context)
        {
            if (question.SingleKeys.Contains(key))
                context.Set(key, values[0]);
            else
                context.Set(key, values);
        }
        return (
            new PolicySet { Identity = new PolicyLayer(new NamedPolicy("p", document)) },
            new PolicyRequest(Vector.PrincipalOf(question.Caller), question.Action, question.Resource, context, Account));
    }

    private static (Dictionary<string, string[]> Context, HashSet<string> Singles) Context(IEnumerable<string> lines)
    {
        var context = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        var singles = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines)
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !context.TryAdd(line[..equals], line[(equals + 1)..].StartsWith('[') ? line[(equals + 2)..].Split('|') : [line[(equals + 1)..]]))
                continue;
            if (!line[(equals + 1)..].StartsWith('['))
                singles.Add(line[..equals]);
        }
        return (context, singles);
    }

    private static bool IsComparable(string text, Question question) =>
        text.Length <= LongestCompared && Ascii.IsValid(text) && !OddVariable().IsMatch(text) && !text.Contains("\\u", StringComparison.Ordinal)
        && Statements(question.Identity[0]).All(statement => statement["Condition"] is not JsonObject condition || condition.All(
            each => Compared.Contains(Bare(each.Key)) && each.Value!.AsObject().All(key => Values(key.Value!).All(value => value.GetValueKind() == JsonValueKind.String))));

    private static IEnumerable<JsonObject> Statements(JsonObject document) =>
        document["Statement"] is JsonArray many ? many.Select(each => each!.AsObject()) : [document["Statement"]!.AsObject()];

    private static IEnumerable<JsonNode> Values(JsonNode node) => node is JsonArray array ? array.Select(each => each!) : [node];

    private static string Bare(string name)
    {
        var bare = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return bare.EndsWith("IfExists", StringComparison.Ordinal) ? bare[..^8] : bare;
    }

    // A dollar and a brace that are no variable as the slow one knows it.
    [GeneratedRegex(@"\$\{(?!([*?$]|[A-Za-z:/]+(, '[A-Za-z]*')?)\})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OddVariable();
}
