using System.Text;
using System.Text.Json;
using Countersign.Policy.Tests.SecondOpinion;
using CsCheck;

namespace Countersign.Policy.Tests;

/// <summary>Whatever text arrives, the parser answers with a document or a fault.</summary>
public sealed class AnyTextTests
{
    private const int Mutations = 20_000;

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", "\"", ",", ":", "\\", "\\u", "\\u00", "null", "true", "1e", "-", "*", "${", "${aws:username", "${*}",
        "arn:aws:", "::::::", "ForAllValues:", "IfExists", "\"Condition\":", "\"Principal\":", "\0", "\ud800", "\u2028", "9999999999999999999",
    ];

    [Fact]
    public void Any_text_is_a_document_or_has_a_named_fault() =>
        Gen.String.Sample(text => { _ = Check(text); }, iter: 20_000);

    [Fact]
    public void A_generated_document_reads_the_same_in_any_layout()
    {
        var indented = new JsonSerializerOptions { WriteIndented = true };
        Questions.Document(false, false).Sample(
            json =>
            {
                var compact = PolicyDocument.Parse(json.ToJsonString(), PolicyKind.InlineIdentity);
                var spread = PolicyDocument.Parse(json.ToJsonString(indented), PolicyKind.InlineIdentity);
                Assert.Equal(compact.CountedLength, spread.CountedLength);
                Assert.Equal(json.ToJsonString().Length, compact.CountedLength);
                Assert.Equal(compact.Statements.Count, spread.Statements.Count);
                foreach (var (one, other) in compact.Statements.Zip(spread.Statements))
                {
                    Assert.Equal(one.Text, JsonSerializer.Serialize(JsonDocument.Parse(other.Text)));
                    Assert.Equal(one.Effect, other.Effect);
                }
            },
            iter: 500);
    }

    /// <summary>A loop with a fixed seed and bound, over real documents cut, doubled and spliced.</summary>
    [Fact]
    public void Damaged_documents_never_break_the_parser_nor_the_evaluator()
    {
        var corpus = Vectors.Malformed.Select(row => row.Document)
            .Append(Given.AllowAll)
            .Append(Given.Statements(
                """
                {"Sid":"a","Effect":"Deny","NotAction":["iam:*","s3:Get?"],"NotResource":"arn:aws:s3:::${aws:username, 'x'}/*",
                "Condition":{"ForAnyValue:StringLike":{"aws:TagKeys":["a*","b"]},"DateLessThan":{"aws:CurrentTime":1767225600},
                "IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/32"]},"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/*"}}}
                """)).ToList();
        ulong state = 20261125;
        var documents = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var text = new StringBuilder(corpus[Next(corpus.Count)]);
            for (var change = Next(3); change >= 0; change--)
            {
                var at = Next(text.Length + 1);
                switch (Next(4))
                {
                    case 0:
                        text.Remove(at, Next(Math.Min(8, text.Length - at) + 1));
                        break;
                    case 1:
                        text.Insert(at, Fragments[Next(Fragments.Length)]);
                        break;
                    case 2:
                        text.Insert(at, text.ToString(at, Next(Math.Min(40, text.Length - at) + 1)));
                        break;
                    default:
                        if (at < text.Length)
                            text[at] = (char)Next(256);
                        break;
                }
            }

            documents += Check(text.ToString()) ? 1 : 0;
        }

        Assert.InRange(documents, Mutations / 100, Mutations);

        int Next(int below)
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            return (int)((state >> 33) % (ulong)below);
        }
    }

    private static bool Check(string text)
    {
        var readAsOne = false;
        foreach (var kind in Enum.GetValues<PolicyKind>())
        {
            var hasErrors = PolicyLint.Check(text, kind).Any(finding => finding.Severity == PolicySeverity.Error);
            Assert.Equal(hasErrors, !PolicyDocument.TryParse(text, kind, out _, out _));
            if (!PolicyDocument.TryParse(text, kind, out var document, out var fault))
            {
                Assert.NotEmpty(fault.Message);
                Assert.NotEmpty(fault.Detail);
                Assert.InRange(fault.Position.Line, 1, text.Length + 1);
                continue;
            }

            readAsOne = true;
            Assert.Equal(text, document.Text);
            var policies = new PolicySet { Identity = new PolicyLayer(new NamedPolicy("p", document)) };
            var request = new PolicyRequest(
                Given.Alice, "s3:GetObject", "arn:aws:s3:::alice/k", new RequestContext().Set("aws:username", "alice"));
            Assert.NotEmpty(Explainer.Explain(policies, request).Verdict);
        }

        return readAsOne;
    }
}
