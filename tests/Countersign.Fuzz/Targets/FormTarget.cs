using System.Text;
using Countersign.Query;

namespace Countersign.Fuzz;

/// <summary>The form reader: bytes into parameters, and into their tree.</summary>
internal sealed class FormTarget : Target
{
    public override string Name => "form";

    public override IEnumerable<byte[]> Seeds =>
    [
        "Action=ListUsers&Version=2010-05-08"u8.ToArray(),
        "a=1&b=x+y%20z&c=%F0%9F%94%91&&d&e="u8.ToArray(),
        "Tags.member.1.Key=a&Tags.member.1.Value=b&Tags.member.2.Key=c&A.B.C.D.E.F.G.H.I.J.K.L.M.N.O.P.Q.R=1"u8.ToArray(),
    ];

    public override IReadOnlyList<string> Words => ["&", "=", "%2B", "%20", ".member.", ".1", "Tags", "%C3%A4", "%F0%9F", "a=1&a=1"];

    public override long AllocationLimit(int length) => 256 * 1024 + 512L * length;

    public override void Read(byte[] input)
    {
        var parameters = new Parameters();
        try
        {
            FormReader.Read(input, parameters);
        }
        catch (ApiError)
        {
            return;
        }

        _ = parameters.Root;
        var again = new Parameters();
        FormReader.Read(Print(parameters), again);
        Promise.That(parameters.All.SequenceEqual(again.All), "printed and read again it is another form");
    }

    private static byte[] Print(Parameters parameters) => Encoding.ASCII.GetBytes(string.Join(
        '&', parameters.All.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}")));
}
