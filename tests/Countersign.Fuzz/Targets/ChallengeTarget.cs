using System.Text;
using Countersign.Mfa.Passkeys;
using Countersign.Storage;

namespace Countersign.Fuzz;

/// <summary>The hidden field that carries a passkey's challenge, sealed.</summary>
internal sealed class ChallengeTarget : Target
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static readonly Call Call = new(
        new AnonymousCaller(), new Store(null!, SessionTokenTarget.Sealing), new CallFacts("", "203.0.113.7", SecureTransport: false), Now, "111122223333");

    public override string Name => "passkey-challenge";

    public override IEnumerable<byte[]> Seeds =>
    [
        .. Enum.GetValues<CeremonyPurpose>().Select(purpose => Encoding.ASCII.GetBytes(Ceremony.Begin(Now, [1, 2, 3]).Seal(purpose, "", Call).Text)),
        "AAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"u8.ToArray(),
    ];

    public override IReadOnlyList<string> Words => ["AAAAAQ", "-", "_", "=", "AAAA"];

    public override void Read(byte[] input)
    {
        var opened = 0;
        foreach (var purpose in Enum.GetValues<CeremonyPurpose>())
        {
            try
            {
                var ceremony = Ceremony.Open(SealedChallenge.Parse(Encoding.UTF8.GetString(input)), purpose, "", Call);
                Promise.Same(ceremony.Challenge.Length, 32, "the challenge's length");
                opened++;
            }
            catch (ApiError)
            {
                // named
            }
        }
        Promise.That(opened <= 1, "a challenge for two purposes");
    }
}
