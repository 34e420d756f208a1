namespace Countersign.Clients.Tests.Api;

/// <summary>The program of the AWS SDK for Go v2, built from Debian's packages alone.</summary>
internal static class GoProgram
{
    /// <summary>Builds it; <c>./test</c> has done so before, so that the compiler's cache has nearly all of it.</summary>
    public static async Task<string> Built(string folder)
    {
        var program = Path.Combine(folder, "role");
        var built = await Tool.Run(
            "/usr/bin/go", ["build", "-o", program, "role.go"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["GO111MODULE"] = "off", ["GOPATH"] = "/usr/share/gocode", ["CGO_ENABLED"] = "0" },
            Programs.Folder("go"));
        Assert.True(built.ExitCode == 0, built.Error);
        return program;
    }
}
