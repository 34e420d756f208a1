namespace Countersign.ServiceModel;

/// <summary>How AWS words each rule of its service model; clients and people search for these texts.</summary>
/// <remarks>The first six as recorded from AWS; the rest are ours, for what the model cannot say.</remarks>
internal static class Constraint
{
    public const string NotNull = "Member must not be null";
    public const string EnumValue = "Member must satisfy enum value set";

    public const string WholeNumber = "Member must be a whole number";
    public const string TrueOrFalse = "Member must be true or false";
    public const string List = "Member must be a list, sent as NAME.member.1, NAME.member.2 and so on";

    public static string MinLength(long length) => $"Member must have length greater than or equal to {length}";
    public static string MaxLength(long length) => $"Member must have length less than or equal to {length}";
    public static string MinValue(long value) => $"Member must have value greater than or equal to {value}";
    public static string MaxValue(long value) => $"Member must have value less than or equal to {value}";
    public static string Pattern(string pattern) => $"Member must satisfy regular expression pattern: {pattern}";
}
