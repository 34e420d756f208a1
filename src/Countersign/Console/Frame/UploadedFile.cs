namespace Countersign.Console.Frame;

/// <summary>A file that a form is sending, as it comes in: read once, from its beginning.</summary>
/// <param name="Name">What the browser calls it, without its folder: shown, never opened.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record UploadedFile(string Name, Stream Content)
{
    private const int LongestName = 255;

    public static UploadedFile Of(string? fileName, Stream content)
    {
        var name = (fileName ?? "").Split('/', '\\')[^1];
        return new UploadedFile(new string([.. name.Where(c => !char.IsControl(c)).Take(LongestName)]), content);
    }
}
