namespace Countersign.Console.Permissions;

/// <summary>What an ARN says of a managed policy.</summary>
internal static class PolicyOrigin
{
    private const string BuiltIn = "arn:aws:iam::aws:policy/";

    /// <summary>Whether it comes with the server.</summary>
    public static bool IsBuiltIn(string arn) => arn.StartsWith(BuiltIn, StringComparison.Ordinal);

    /// <summary>Its name.</summary>
    public static string NameOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
