using System.Text;
using static Countersign.Policy.Tests.Given;

namespace Countersign.Policy.Tests;

/// <summary>Policies that are made to cost: refused early, or evaluated in steps and bytes that are counted here.</summary>
public sealed class HostilePolicyTests
{
    private const int Longest = 2048;

    [Theory]
    [InlineData(100, '['), InlineData(100, '{'), InlineData(100_000, '['), InlineData(100_000, '{')]
    public void A_document_that_nests_a_hundred_deep_is_refused_at_its_33rd_level(int levels, char open)
    {
        var text = string.Concat(Enumerable.Repeat(open == '[' ? "[" : "{\"a\":", levels));

        var allocated = Allocated(() => Assert.Equal("more than 32 levels", FaultOf(text).Detail));

        Assert.InRange(allocated, 1, 32 * 1024);
    }

    [Fact]
    public void A_name_that_stands_twice_is_refused_among_ten_thousand_others()
    {
        var names = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"n{i}\":0"));

        Assert.Equal("\"N7\" stands twice in one object", FaultOf($"{{{names},\"N7\":0}}").Detail);
        Assert.Equal("\"Effect\" stands twice in one object", FaultOf(Statements(
            """{"Effect":"Deny","Action":"*","Resource":"*","Effect":"Allow"}""")).Detail);
    }

    [Theory]
    [InlineData("1e999999999"), InlineData("-1E+99999"), InlineData("1e-999999999"), InlineData("123456789012345678901234567890123456789012345678901234567890")]
    public void A_number_that_is_greater_than_any_is_refused_and_not_computed(string number)
    {
        var text = Statements($$$"""{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NumericEquals":{"app:n":{{{number}}} } } }""");

        var allocated = Allocated(() => Assert.Equal("The policy failed legacy parsing", FaultOf(text).Message));

        Assert.InRange(allocated, 1, 32 * 1024);
    }

    [Fact]
    public void A_number_of_a_hundred_thousand_digits_is_refused_in_memory_of_its_length()
    {
        var text = Statements($$$"""{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NumericEquals":{"app:n":{{{new string('9', 100_000)}}} } } }""");

        Assert.InRange(Allocated(() => FaultOf(text)), 1, 8 * text.Length);
    }

    [Theory]
    [InlineData("a*"), InlineData("*a"), InlineData("a?*"), InlineData("*?"), InlineData("a*:"), InlineData("**a"), InlineData("*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")]
    public void A_pattern_made_to_backtrack_takes_no_more_steps_than_both_lengths_multiplied(string part)
    {
        var repeated = string.Concat(Enumerable.Repeat(part, Longest / part.Length));
        string[] texts = [new('a', Longest), new(':', Longest), string.Concat(Enumerable.Repeat("a:", Longest / 2)), string.Concat(Enumerable.Repeat("aaaaaaa:", Longest / 8))];
        foreach (var (pattern, kind) in new[]
        {
            (repeated[..^1] + "b", PatternKind.Like), ("arn:aws:s3:" + repeated + "b", PatternKind.Resource),
            ("arn:aws:s3:::" + repeated + "b", PatternKind.Resource), ("arn:*:" + repeated + ":b:c:d", PatternKind.Arn),
        })
        {
            var tokens = TokensOf(pattern, kind);
            foreach (var text in texts.Select(text => kind == PatternKind.Like ? text : "arn:aws:s3:" + text))
            {
                Assert.False(Glob.Matches(tokens, text, out var steps));
                Assert.InRange(steps, 1, tokens.Length * text.Length);
            }
        }
    }

    [Fact]
    public void Patterns_made_to_backtrack_in_every_element_of_a_policy_are_evaluated_with_the_few_bytes_of_any()
    {
        var stars = string.Concat(Enumerable.Repeat("a*", (Longest - 40) / 2)) + "b";
        var text = new string('a', Longest);
        foreach (var statement in new[]
        {
            $$"""{"Effect":"Allow","Action":"iam:{{stars}}","Resource":"*"}""",
            $$"""{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::{{stars}}"}""",
            $$"""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLike":{"app:text":"{{stars}}"} } }""",
            $$"""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ArnLike":{"app:arn":"arn:aws:iam::{{stars}}:{{stars}}"} } }""",
        })
        {
            var set = Identity(Statements(statement));
            var context = new RequestContext().Set("app:text", text).Set("app:arn", $"arn:aws:iam::{text}:{text}");
            var request = new PolicyRequest(Alice, "iam:" + text, $"arn:aws:s3:::{text}", context);
            Assert.False(Evaluator.Evaluate(set, request).IsAllowed);

            Assert.InRange(Allocated(() => Evaluator.Evaluate(set, request)), 1, 400);
        }
    }

    [Theory]
    [InlineData("StringLike"), InlineData("StringEquals"), InlineData("StringEqualsIgnoreCase"), InlineData("Bool")]
    public void A_variable_written_a_thousand_times_is_not_written_out_for_a_text_that_is_shorter(string @operator)
    {
        var variables = string.Concat(Enumerable.Repeat("${app:long}", 1000));
        var set = Identity(Statements($$$"""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"{{{@operator}}}":{"app:text":"{{{variables}}}"} } }"""));
        var context = new RequestContext().Set("app:long", new string('a', 30_000)).Set("app:text", "true");
        var request = new PolicyRequest(Alice, "iam:GetUser", AliceArn, context);
        Assert.False(Evaluator.Evaluate(set, request).IsAllowed);

        Assert.InRange(Allocated(() => Evaluator.Evaluate(set, request)), 1, 400);
    }

    [Theory]
    [InlineData("${", ""), InlineData("${", ","), InlineData("${", ", 'x"), InlineData("${a,", ""), InlineData("${a, '", ""), InlineData("${*", "}")]
    public void Variables_that_are_begun_and_not_ended_are_read_in_memory_in_proportion(string part, string end)
    {
        var resource = "arn:aws:s3:::" + string.Concat(Enumerable.Repeat(part, 120_000 / part.Length)) + end;
        var text = Statements($$"""{"Effect":"Allow","Action":"*","Resource":"{{resource}}"}""");

        Assert.InRange(Allocated(() => PolicyDocument.Parse(text, PolicyKind.InlineIdentity)), 1, 100L * text.Length);
    }

    [Fact]
    public void Half_variables_before_a_whole_one_stand_for_themselves()
    {
        var pattern = new Pattern("${${a, b}${app:x}", PatternKind.Like, variables: true);

        Assert.True(pattern.Matches("${${a, b}1", new RequestContext().Set("app:x", "1")));
        Assert.Equal("app:x", Assert.Single(pattern.VariableKeys));
    }

    [Fact]
    public void A_document_of_the_longest_length_is_compiled_in_memory_in_proportion()
    {
        var text = new StringBuilder("""{"Version":"2012-10-17","Statement":[""");
        while (text.Length < 131_000)
            text.Append("""{"Effect":"Deny","Action":"a:*","Resource":"*"},""");
        var document = text.Append("""{"Effect":"Allow","Action":"*","Resource":"*"}]}""").ToString();

        Assert.InRange(Allocated(() => PolicyDocument.Parse(document, PolicyKind.InlineIdentity)), 1, 100L * document.Length);
    }

    private static PolicyFault FaultOf(string text)
    {
        Assert.False(PolicyDocument.TryParse(text, PolicyKind.InlineIdentity, out _, out var fault));
        return fault;
    }

    private static int[] TokensOf(string pattern, PatternKind kind) =>
        [.. new PatternSplitter(pattern, kind, variables: false).Split().SelectMany(piece => piece.Literal?.Select(c => (int)c) ?? [piece.Wildcard])];

    private static long Allocated(Action act)
    {
        act();    // what is made once is made
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
