namespace Countersign.Tests.Identity;

/// <summary>Passwords for tests; the default policy takes them.</summary>
internal static class Passwords
{
    public static Password First => Of("Correct-Horse-1");

    public static Password Second => Of("Battery-Staple-2");

    public static Password Of(string text) => Password.TryParse(text)!;
}
