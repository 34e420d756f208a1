namespace Countersign;

/// <summary>A token of an OpenID Connect provider as a caller sent it. Whoever has it is whom it names, so it does not print itself.</summary>
public sealed class WebIdentityToken
{
    private readonly string _text;

    /// <summary>Keeps the text; nothing of it is checked yet.</summary>
    public WebIdentityToken(string text) => _text = text;

    /// <summary>The text, to be read and checked.</summary>
    internal string Reveal() => _text;

    /// <inheritdoc/>
    public override string ToString() => "web identity token";
}
