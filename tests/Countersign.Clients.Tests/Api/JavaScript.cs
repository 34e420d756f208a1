namespace Countersign.Clients.Tests.Api;

/// <summary>The programs of the AWS SDK for JavaScript v3.</summary>
internal static class JavaScript
{
    /// <summary>Their folder, with the packages that its lock file names; <c>./test</c> has put them there already.</summary>
    public static async Task<string> Installed()
    {
        var folder = Programs.Folder("javascript");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "@aws-sdk", "credential-providers")))
        {
            var installed = await Tool.Run("npm", ["ci", "--no-audit", "--no-fund"], workingDirectory: folder);
            Assert.True(installed.ExitCode == 0, installed.Error);
        }

        return folder;
    }
}
