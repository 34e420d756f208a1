namespace Countersign.Tests.Identity;

/// <summary>Policy documents for tests.</summary>
internal static class Documents
{
    public const string AllowAll = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""";

    public static string Allow(string action, string resource = "*") =>
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"{{{action}}}","Resource":"{{{resource}}}"}}""";

    /// <summary>Some valid document of exactly so many characters.</summary>
    public static string OfLength(int length)
    {
        var empty = Allow("iam:GetUser", "");
        return Allow("iam:GetUser", "arn:aws:iam::*:user/" + new string('x', length - empty.Length - 20));
    }
}
