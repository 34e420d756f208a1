using System.Security.Cryptography;
using Countersign.Storage;

namespace Countersign.Tests.Storage;

public sealed class SealingTests : IDisposable
{
    private static readonly byte[] Secret = [1, 2, 3];

    private readonly Sealing _sealing = new(
        new Dictionary<int, byte[]> { [1] = RandomNumberGenerator.GetBytes(32) }, new Dictionary<int, byte[]>());

    [Fact]
    public void What_was_sealed_for_a_cell_opens_there()
    {
        Assert.Equal(Secret, _sealing.Open(_sealing.Seal(Secret, "t", "c", "r"), "t", "c", "r"));
    }

    [Theory]
    [InlineData("other", "c", "r"), InlineData("t", "other", "r"), InlineData("t", "c", "other")]
    public void A_ciphertext_that_was_copied_elsewhere_does_not_open(string table, string column, string row)
    {
        var blob = _sealing.Seal(Secret, "t", "c", "r");

        Assert.ThrowsAny<CryptographicException>(() => _sealing.Open(blob, table, column, row));
    }

    [Fact]
    public void Whatever_bit_is_changed_it_does_not_open()
    {
        var blob = _sealing.Seal(Secret, "t", "c", "r");
        for (var i = 0; i < blob.Length; i++)
        {
            blob[i] ^= 0x10;
            Assert.ThrowsAny<CryptographicException>(() => _sealing.Open(blob, "t", "c", "r"));
            blob[i] ^= 0x10;
        }
    }

    [Fact]
    public void The_same_secret_never_looks_the_same()
    {
        Assert.NotEqual(_sealing.Seal(Secret, "t", "c", "r"), _sealing.Seal(Secret, "t", "c", "r"));
    }

    public void Dispose() => _sealing.Dispose();
}
