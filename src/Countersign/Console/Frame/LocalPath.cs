namespace Countersign.Console.Frame;

/// <summary>Keeps redirects inside the console: an address from a query or a form is followed only when it is a path of ours.</summary>
internal static class LocalPath
{
    /// <summary>The path, or <c>/</c> when it is none: absolute addresses, <c>//host</c> and backslashes lead elsewhere.</summary>
    public static string Of(string? path) => IsLocal(path) ? path! : "/";

    private static bool IsLocal(string? path) =>
        path is { Length: > 0 and <= 2000 } && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Any(c => c == '\\' || char.IsControl(c));
}
