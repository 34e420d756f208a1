namespace Countersign.Authorize;

/// <summary>One thing that another service wants to know: may this subject do that to this?</summary>
/// <param name="Subject">Who.</param>
/// <param name="Action">As policies name it: <c>shop:Refund</c>.</param>
/// <param name="ResourceType">Of what sort it is done to: 1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
/// <param name="ResourceId">To which: an ARN, <c>*</c>, or any text of the service's own; at most 2048 characters.</param>
/// <param name="Keys">The condition keys that the service tells (<see cref="ConditionKeys"/>).</param>
public sealed record Question(
    Subject Subject, string Action, string ResourceType, string ResourceId, IReadOnlyDictionary<string, IReadOnlyList<string>> Keys)
{
    /// <summary>The ARN that policies are matched with: <c>arn:aws:shop::ACCOUNT:order/17</c> for order 17 of the shop.</summary>
    /// <param name="accountId">The account of the service that asks: 12 digits.</param>
    internal string Resource(string accountId) => ResourceId is "*" || ResourceId.StartsWith("arn:", StringComparison.Ordinal)
        ? ResourceId
        : $"arn:aws:{Action[..Action.IndexOf(':', StringComparison.Ordinal)]}::{accountId}:{ResourceType}/{ResourceId}";
}

/// <summary>What policies say to a question.</summary>
/// <param name="Decision">Whether the subject may.</param>
/// <param name="Reason">Of a refusal: why, in AWS's words. Null when it is permitted.</param>
/// <param name="Error">Why policies could not be asked: there is no such subject, or its session is over. Null when they were.</param>
public sealed record Answer(bool Decision, string? Reason = null, ApiError? Error = null);
