namespace Countersign.Policy;

/// <summary>Why a text is not a policy of the wanted kind.</summary>
/// <param name="Message">AWS's own words, for the error MalformedPolicyDocument; clients match on them.</param>
/// <param name="Detail">What exactly is wrong, for people: the console shows it beside the text.</param>
/// <param name="Position">Where.</param>
public sealed record PolicyFault(string Message, string Detail, TextPosition Position);

/// <summary>A text that had to be a policy is none.</summary>
/// <param name="fault">What is wrong with it.</param>
public sealed class PolicyFaultException(PolicyFault fault)
    : Exception($"{fault.Message} ({fault.Detail}; {fault.Position})")
{
    /// <summary>What is wrong with the text.</summary>
    public PolicyFault Fault { get; } = fault;
}

/// <summary>The order in which AWS reports faults: of several, the first of these (reference: moto's tests).</summary>
internal enum FaultRank
{
    Syntax,
    Version,
    LegacyParsing,
    Sid,
    Principal,
    ActionsPresent,
    ResourceForm,
    ActionForm,
    ResourcesPresent,
}

/// <summary>A fault as a linter lists it.</summary>
/// <param name="Rank">Its place in AWS's order.</param>
/// <param name="Code">The name that IAM Access Analyzer has for it.</param>
/// <param name="Message">AWS's words at save.</param>
/// <param name="Detail">What exactly is wrong; the message once more where that says it.</param>
/// <param name="Offset">Where, in characters from the text's beginning.</param>
internal readonly record struct FoundFault(FaultRank Rank, string Code, string Message, string Detail, int Offset);
