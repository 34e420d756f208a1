using System.Text;
using System.Text.Json;
using Countersign.Policy;

namespace Countersign.Fuzz;

/// <summary>The policy parser: any text is a document of a kind, or has a fault with a place.</summary>
internal sealed class PolicyParserTarget : Target
{
    public override string Name => "policy-parser";

    public override IEnumerable<byte[]> Seeds => PolicyTexts.Malformed().Append(PolicyTexts.Rich)
        .Concat(PolicyTexts.Cases("cases.json").SelectMany(row => row.GetProperty("policies").EnumerateObject())
            .Where(layer => layer.Name is "identity" or "resource").Select(layer => layer.Value.GetRawText()).Distinct(StringComparer.Ordinal).Take(60))
        .Select(PolicyTexts.Bytes);

    public override IReadOnlyList<string> Words => PolicyTexts.Words;

    // Five kinds, each read twice.
    public override long AllocationLimit(int length) => 1024 * 1024 + 1500L * length;

    public override void Read(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        foreach (var kind in Enum.GetValues<PolicyKind>())
        {
            if (!PolicyDocument.TryParse(text, kind, out var document, out var fault))
            {
                Promise.That(fault.Message.Length > 0 && fault.Position.Line >= 1 && fault.Position.Column >= 1, "a fault without words or place");
                continue;
            }

            Promise.Same(document.Text, text, "the text of a document");
            Promise.That(document.CountedLength <= text.Length && document.Statements.Count > 0, "a document of nothing");
            _ = document.ContextKeys.Count();
            foreach (var statement in document.Statements)
                Promise.That(text.Contains(statement.Text, StringComparison.Ordinal), "a statement that stands nowhere");

            // Whatever we take for JSON is JSON to others as well.
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var compact = JsonSerializer.Serialize(json);
            Promise.That(PolicyDocument.TryParse(compact, kind, out var again, out _), "written by another program it is no policy");
            Promise.Same(again!.Statements.Count, document.Statements.Count, "statements when written by another program");
        }
    }
}
