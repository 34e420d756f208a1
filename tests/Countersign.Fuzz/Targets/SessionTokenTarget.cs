using System.Text;
using Countersign.Storage;
using Countersign.Sts;

namespace Countersign.Fuzz;

/// <summary>Temporary credentials: access key id and session token.</summary>
/// <remarks>Input: the id, a line feed, the token.</remarks>
internal sealed class SessionTokenTarget : Target
{
    /// <summary>Keys that are no secret: what was found with them is found again.</summary>
    public static readonly Sealing Sealing = new(
        new Dictionary<int, byte[]> { [1] = new byte[32] }, new Dictionary<int, byte[]> { [1] = new byte[32], [2] = [.. Enumerable.Repeat((byte)7, 32)] });

    private static readonly SessionToken.Statement Statement = new("AIDAEXAMPLEEXAMPLEEXA", 1, 2, 3);

    public override string Name => "session-token";

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            var (id, _, token) = SessionToken.Issue(Sealing, "111122223333", Statement);
            yield return Encoding.ASCII.GetBytes($"{id}\n{token}");
            yield return Encoding.ASCII.GetBytes($"{id}\nAQAAAAE=");
            yield return Encoding.ASCII.GetBytes("ASIA77777777AAAAAAAA\n");
        }
    }

    public override IReadOnlyList<string> Words => ["ASIA", "AQAAAAE", "AQAAAAI", "AQAAAAM", "=", "==", "\n", " ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"];

    public override int MaxLength => 6000;

    public override void Read(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var (id, token) = end < 0 ? (text, "") : (text[..end], text[(end + 1)..]);
        if (SessionToken.AccountOf(id) is { } account)
            Promise.That(account.Length == 12 && account.All(char.IsAsciiDigit), "an account that is none");
        if (SessionToken.Open(Sealing, id, token) is not var (statement, secret))
            return;
        Promise.Same(statement, Statement, "what it states");
        Promise.Same(secret.Length, 40, "the secret's length");
        Promise.Same(token, Convert.ToBase64String(Convert.FromBase64String(token)), "two spellings of one token");
    }
}
