using System.Globalization;

namespace Countersign.Bench;

/// <summary>How long it is looked at what goes over HTTP.</summary>
/// <param name="Rounds">How often floor and subject take turns; at least 5.</param>
/// <param name="Round">How long one turn is; at least 2 seconds, since the kernel counts processor time in hundredths.</param>
/// <param name="Load">How long the server is under load before its memory is read.</param>
internal sealed record Pace(int Rounds, TimeSpan Round, TimeSpan Load)
{
    /// <summary>How long a server is under load before it is measured: on one core its compiler needs that to be done.</summary>
    public TimeSpan Warm => 12 * Round;

    private static readonly Pace Ordinary = new(5, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20));

    /// <summary>Reads the command line: <c>--load SECONDS</c>, <c>--quick</c> (short rounds, to try the bench itself), and names of goals.</summary>
    public static Pace Read(string[] args, out IReadOnlyList<string> goals)
    {
        var pace = Ordinary;
        var names = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    pace = pace with { Rounds = 3, Round = TimeSpan.FromSeconds(1), Load = TimeSpan.FromSeconds(3) };
                    break;
                case "--load" when i + 1 < args.Length:
                    pace = pace with { Load = TimeSpan.FromSeconds(int.Parse(args[++i], CultureInfo.InvariantCulture)) };
                    break;
                default:
                    names.Add(args[i]);
                    break;
            }
        }

        goals = names;
        return pace;
    }
}
