using System.Text;
using Countersign.Policy;

namespace Countersign.Fuzz;

/// <summary>How a <see cref="Planted"/> reader fails.</summary>
internal enum PlantedFault
{
    /// <summary>
    /// An exception at JSON objects with a name and a number in them. From the beginning of one, without words, the way there leads
    /// by one branch of the policy parser after the other; chance alone does not find it.
    /// </summary>
    Throws,

    /// <summary>The stack ends, and the process with it.</summary>
    Overflows,

    /// <summary>It does not come back.</summary>
    Hangs,
}

/// <summary>A reader with a fault: the fuzzer's own test.</summary>
internal sealed class Planted(PlantedFault how) : Target
{
    public override string Name => $"planted-{how.ToString().ToLowerInvariant()}";

    public override IEnumerable<byte[]> Seeds => [how == PlantedFault.Throws ? "{\"a\":"u8.ToArray() : "seed"u8.ToArray()];

    public override int MaxLength => 32;

    public override int MostFindings => 1;

    /// <summary>The planted reader of that name; null when it is none.</summary>
    public static Target? Find(string name) => Enum.GetValues<PlantedFault>().Select(how => new Planted(how)).FirstOrDefault(planted => planted.Name == name);

    public override void Read(byte[] input)
    {
        if (how == PlantedFault.Overflows)
            Descend(input.Length);
        while (how == PlantedFault.Hangs)
            GC.KeepAlive(input);

        if (!PolicyDocument.TryParse(Encoding.Latin1.GetString(input), PolicyKind.Session, out _, out var fault)
            && fault.Detail.StartsWith("a policy has no element", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("the planted fault");
        }
    }

    private static int Descend(int depth) => depth < 0 ? 0 : Descend(unchecked(depth + 1) & int.MaxValue) + 1;
}
