using System.Text;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SecurId;

/// <summary>Reads a text as if it had been uploaded.</summary>
internal static class SecurIdFiles
{
    public static List<SeedRow> Read(string text, string? passphrase = null, string? deviceId = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return [.. SeedFile.Open(stream, new SeedFileKeys(passphrase, DeviceId: deviceId)).Rows];
    }

    /// <summary>The one token of a file that has one.</summary>
    public static SecurIdSeed ReadOne(string text, string? passphrase = null, string? deviceId = null)
    {
        var row = Assert.Single(Read(text, passphrase, deviceId));
        Assert.Null(row.Refusal);
        var seed = Assert.IsType<SecurIdSeed>(row.Token);
        Assert.Equal((row.SerialNumber, seed.Parameters.SerialNumber), (seed.SerialNumber, seed.SerialNumber));
        return seed;
    }

    /// <summary>Why a whole file is refused.</summary>
    public static SeedFileFault FaultOf(string text, string? passphrase = null, string? deviceId = null) =>
        Assert.Throws<SeedFileException>(() => Read(text, passphrase, deviceId)).Fault;

    public static string Hex(this SecurIdSeed seed) => Convert.ToHexStringLower(seed.Secret.Span);
}
