using System.Buffers;

namespace Countersign.Policy;

/// <summary>One entry of Action or NotAction: <c>*</c> or <c>prefix:name</c>, with wildcards, in any case.</summary>
internal sealed class ActionPattern
{
    private static readonly SearchValues<char> VendorCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.*?");

    private readonly Pattern _pattern;

    public ActionPattern(string text)
    {
        Text = text;
        var folded = Fold(text);
        _pattern = new Pattern(folded, PatternKind.Like, variables: false);
        Service = ServiceOf(folded);
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The service all matching actions belong to, in lower case; null when there may be several.</summary>
    public string? Service { get; }

    public bool Matches(PolicyRequest request) => _pattern.Matches(request.FoldedAction, RequestContext.Empty);

    /// <summary>ASCII letters in lower case; all other characters stand.</summary>
    public static string Fold(string text) =>
        text.AsSpan().ContainsAnyInRange('A', 'Z')
            ? string.Create(text.Length, text, static (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
            })
            : text;

    /// <summary>AWS's words for what is wrong with an action at save; null when it is well formed.</summary>
    public static string? FaultOf(string text)
    {
        if (text is "*")
            return null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
        if (text.IndexOf(':', colon + 1) >= 0)
            return "Actions/Condition can contain only one colon.";
        var vendor = text.AsSpan(0, colon);
        return vendor.Length > 0 && !vendor.ContainsAnyExcept(VendorCharacters)
            ? null
            : $"Vendor {vendor} is not valid";
    }

    private static string? ServiceOf(string folded)
    {
        var colon = folded.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || folded.AsSpan(0, colon).ContainsAny('*', '?') ? null : folded[..colon];
    }
}
