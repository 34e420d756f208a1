using Countersign.Policy.Linting;

namespace Countersign.Policy;

/// <summary>Reads a policy as a careful reviewer does: what AWS refuses at save, and what it saves without a word.</summary>
/// <remarks>
/// Of actions and condition keys it knows the global ones and those of iam, sts and countersign: a slip of the pen in another service's is not found.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"/>
public static class PolicyLint
{
    /// <summary>What there is to say of a document.</summary>
    /// <param name="document">Any text.</param>
    /// <param name="kind">Where it is to be used.</param>
    /// <returns>In the order of their places, 200 at most; empty when there is nothing to say.</returns>
    public static IReadOnlyList<PolicyFinding> Check(string document, PolicyKind kind)
    {
        var findings = new Findings(document);
        try
        {
            var root = JsonText.Parse(document, out var countedLength);
            foreach (var fault in PolicyParser.ReadAll(root, document, kind))
                findings.Add(PolicySeverity.Error, fault.Code, fault.Offset, Remedies.WordsFor(fault, kind));
            new DocumentLint(findings, kind).Check(root, countedLength);
        }
        catch (JsonFault fault)
        {
            findings.Add(PolicySeverity.Error, fault.Code, fault.Offset, $"This is not JSON: {fault.Message}.");
        }

        return findings.InOrder();
    }
}
