namespace Countersign.Identity;

/// <summary>What people type to find something in a list: a part of its name, or the beginning of its path.</summary>
/// <param name="Name">Part of the name, in any case; empty for all.</param>
/// <param name="Path">Only what is under this path.</param>
internal readonly record struct NameSearch(string Name, string Path)
{
    /// <summary>Reads it: what begins with a slash is a path, since no name does.</summary>
    public static NameSearch Of(string? typed) => (typed?.Trim() ?? "") is var text && text.StartsWith('/') ? new("", text) : new(text, "/");
}
