using System.Globalization;

namespace Countersign.Clients.Tests;

/// <summary>The OATH Toolkit's authenticator: the independent judge of our codes.</summary>
internal static class Oathtool
{
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    public static async Task<string> CodeAt(string base32Key, DateTimeOffset time)
    {
        var ran = await Tool.Run(
            "oathtool", ["--totp", "-b", base32Key, "-N", time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)]);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return ran.Output.Trim();
    }
}
