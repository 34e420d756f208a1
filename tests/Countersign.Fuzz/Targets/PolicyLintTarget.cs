using System.Text;
using Countersign.Policy;

namespace Countersign.Fuzz;

/// <summary>The lint: it has something to say of any text, with a place in it, and an error exactly where the parser refuses it.</summary>
internal sealed class PolicyLintTarget : Target
{
    public override string Name => "policy-lint";

    public override IEnumerable<byte[]> Seeds => PolicyTexts.Malformed().Append(PolicyTexts.Rich).Select(PolicyTexts.Bytes);

    public override IReadOnlyList<string> Words => PolicyTexts.Words;

    // Five kinds, each read twice.
    public override long AllocationLimit(int length) => 2 * 1024 * 1024 + 6000L * length;

    public override void Read(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var lines = text.Count(one => one == '\n') + 1;
        foreach (var kind in Enum.GetValues<PolicyKind>())
        {
            var findings = PolicyLint.Check(text, kind);
            Promise.That(findings.All(one => one.Line >= 1 && one.Line <= lines && one.Column >= 1 && one.Message.Length > 0), "a finding without words or place");
            Promise.Same(
                findings.Any(one => one.Severity == PolicySeverity.Error), !PolicyDocument.TryParse(text, kind, out _, out _), "refused by the lint and by the parser");
        }
    }
}
