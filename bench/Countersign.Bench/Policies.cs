using System.Globalization;
using System.Text.Json;
using Countersign.Policy;

namespace Countersign.Bench;

/// <summary>What every request pays: the decision of the policies.</summary>
internal static class Policies
{
    private const int LongestPattern = 2048;

    public static IEnumerable<Goal> Goals()
    {
        yield return new Goal("11", "deciding by 100 policies, compiled", "cedar-wasm with 100 parsed policies of the same shape", 0.1, BesideCedar);
        yield return new Goal("12", "reading 10 policies and deciding", "iam-simulate's runUnsafeSimulation of the same", 0.1, BesideSimulator);
        yield return new Goal("law", "deciding by 10 policies", "10 × deciding by 1", 1, () => Grows(10));
        yield return new Goal("law", "deciding by 100 policies", "100 × deciding by 1", 1, () => Grows(100));
        yield return new Goal("law", "deciding beside 100 policies about other services", "beside 1", 3, BesideOthers);
        yield return new Goal("law", "matching a resource with a*a*…b, 2048 characters, against aaa…", "with a literal of 2048 characters", 20, () => Backtrack("ab"));
        yield return new Goal("law", "matching a resource with a*a*…b*, 2048 characters, against aaa…", "with a literal of 2048 characters", 20, () => Backtrack("b*"));
    }

    private static async Task<Measured> BesideCedar()
    {
        using var peers = NodePeers.Start();
        var policies = Compile(Workload(100));
        return await Paired.Run(() => peers.Measure("cedar-preparsed", 100), () => Allow(policies));
    }

    private static async Task<Measured> BesideSimulator()
    {
        using var peers = NodePeers.Start();
        var documents = Workload(10).ToList();
        return await Paired.Run(() => peers.Measure("iam-simulate", 10), () => Allow(Compile(documents)));
    }

    private static Task<Measured> Grows(int count)
    {
        var (one, many) = (Compile(Workload(1)), Compile(Workload(count)));
        return Paired.Run(
            () =>
            {
                for (var i = 0; i < count; i++)
                    Allow(one);
            },
            () => Allow(many));
    }

    private static Task<Measured> BesideOthers()
    {
        PolicySet Beside(int count) => Compile(Workload(1).Concat(Enumerable.Range(0, count).Select(i =>
            $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["other{{i}}:Get*","other{{i}}:List*"],"Resource":"*"}]}""")));
        var (one, many) = (Beside(1), Beside(100));
        return Paired.Run(() => Allow(one), () => Allow(many));
    }

    private static Task<Measured> Backtrack(string end)
    {
        static PolicySet For(string tail) => Compile(
            [$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{tail}}"}]}"""]);
        var text = new string('a', LongestPattern);
        var stars = string.Concat(Enumerable.Repeat("a*", LongestPattern / 2 - 1)) + end;
        var (literal, worst) = (For(text), For(stars));
        var request = new PolicyRequest(Alice, "s3:GetObject", "arn:aws:s3:::" + text, new RequestContext());
        return Paired.Run(
            () => Expect(Evaluator.Evaluate(literal, request), true),
            () => Expect(Evaluator.Evaluate(worst, request), false));
    }

    private static readonly string[] Reading = ["s3:Get*", "s3:ListBucket"];
    private static readonly Principal Alice = Principal.User("arn:aws:iam::123456789012:user/alice", "123456789012", "AIDAAAAAAAAAAAAAAAAAA");

    // As a signed call does: the context is made anew each time.
    private static void Allow(PolicySet policies)
    {
        var context = new RequestContext()
            .Set("aws:username", "alice")
            .Set("aws:MultiFactorAuthPresent", true)
            .Set("aws:MultiFactorAuthAge", 600)
            .Set("aws:SourceIp", "10.1.2.3");
        Expect(Evaluator.Evaluate(policies, new PolicyRequest(Alice, "s3:GetObject", "arn:aws:s3:::reports/alice/q3.csv", context)), true);
    }

    private static void Expect(Decision decision, bool allowed)
    {
        if (decision.IsAllowed != allowed)
            throw new InvalidOperationException($"The decision is {decision.Outcome}.");
    }

    private static PolicySet Compile(IEnumerable<string> documents) => new()
    {
        Identity = new PolicyLayer([.. documents.Select((text, i) =>
            new NamedPolicy(i.ToString(CultureInfo.InvariantCulture), PolicyDocument.Parse(text, PolicyKind.InlineIdentity)))]),
    };

    /// <summary>The workload W-N: policies of one statement each, of which the last allows.</summary>
    private static IEnumerable<string> Workload(int count) => Enumerable.Range(0, count).Select(i => JsonSerializer.Serialize(new
    {
        Version = "2012-10-17",
        Statement = new[]
        {
            new
            {
                Effect = "Allow",
                Action = Reading,
                Resource = i < count - 1
                    ? new[] { $"arn:aws:s3:::bucket{i}", $"arn:aws:s3:::bucket{i}/*" }
                    : ["arn:aws:s3:::reports", "arn:aws:s3:::reports/${aws:username}/*"],
                Condition = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal)
                {
                    ["Bool"] = new(StringComparer.Ordinal) { ["aws:MultiFactorAuthPresent"] = "true" },
                    ["NumericLessThan"] = new(StringComparer.Ordinal) { ["aws:MultiFactorAuthAge"] = "3600" },
                },
            },
        },
    }));
}
