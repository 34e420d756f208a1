namespace Countersign.Clients.Tests.Api;

/// <summary>Where the programs are that tests run in other languages: beside the sources of this project.</summary>
internal static class Programs
{
    public static string Folder(string language)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Countersign.slnx")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "tests", "Countersign.Clients.Tests", language);
    }
}
