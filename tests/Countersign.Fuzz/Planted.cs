using System.Text;
using Countersign.Policy;

namespace Countersign.Fuzz;

/// <summary>A reader with a fault that chance does not find and coverage does: the fuzzer's own test.</summary>
/// <remarks>
/// It fails at JSON objects with a name and a number in them. From an empty input, without words, the way there leads by one
/// branch of the policy parser after the other.
/// </remarks>
internal sealed class Planted : Target
{
    public const string TargetName = "planted";

    public override string Name => TargetName;

    public override IEnumerable<byte[]> Seeds => [[]];

    public override int MaxLength => 32;

    public override void Read(byte[] input)
    {
        if (!PolicyDocument.TryParse(Encoding.Latin1.GetString(input), PolicyKind.Session, out _, out var fault)
            && fault.Detail.StartsWith("a policy has no element", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("the planted fault");
        }
    }
}
