namespace Countersign.Identity;

/// <summary>A page of what the simulator found, an action after the other (IAM API Reference, SimulatePolicyResponse).</summary>
/// <param name="EvaluationResults">One for each action, in the order asked for.</param>
/// <param name="IsTruncated">True when there is more.</param>
/// <param name="Marker">For the next page, if there is one.</param>
public sealed record SimulatePolicyResponse(IReadOnlyList<EvaluationResult> EvaluationResults, bool IsTruncated, string? Marker);

/// <summary>What the policies say to an action (IAM API Reference, EvaluationResult).</summary>
/// <param name="EvalActionName">The action.</param>
/// <param name="EvalResourceName">The resource; <c>*</c> when none or several were asked about.</param>
/// <param name="EvalDecision"><c>allowed</c>, <c>explicitDeny</c> or <c>implicitDeny</c>; of several resources the worst.</param>
/// <param name="MatchedStatements">What decided: allows that are in force, or else the denies.</param>
/// <param name="MissingContextValues">Keys that the policies ask about and nobody gave; with resources, theirs have it.</param>
/// <param name="OrganizationsDecisionDetail">Always null: there is no organisation above the account.</param>
/// <param name="PermissionsBoundaryDecisionDetail">What the boundary says; null when there is none.</param>
/// <param name="EvalDecisionDetails">Across accounts, what each side says; empty within one; null without resources.</param>
/// <param name="ResourceSpecificResults">One for each resource that was asked about; null when none was.</param>
public sealed record EvaluationResult(
    string EvalActionName, string EvalResourceName, string EvalDecision, IReadOnlyList<MatchedPolicyStatement> MatchedStatements,
    IReadOnlyList<string> MissingContextValues, OrganizationsDecisionDetail? OrganizationsDecisionDetail,
    PermissionsBoundaryDecisionDetail? PermissionsBoundaryDecisionDetail, IReadOnlyDictionary<string, string>? EvalDecisionDetails,
    IReadOnlyList<ResourceSpecificResult>? ResourceSpecificResults);

/// <summary>What the policies say to an action on one resource (IAM API Reference, ResourceSpecificResult).</summary>
/// <param name="EvalResourceName">The resource.</param>
/// <param name="EvalResourceDecision"><c>allowed</c>, <c>explicitDeny</c> or <c>implicitDeny</c>.</param>
/// <param name="MatchedStatements">What decided: allows that are in force, or else the denies.</param>
/// <param name="MissingContextValues">Keys that the policies ask about and nobody gave: they count as absent.</param>
/// <param name="EvalDecisionDetails">Across accounts, what each side says; empty within one.</param>
/// <param name="PermissionsBoundaryDecisionDetail">What the boundary says; null when there is none.</param>
public sealed record ResourceSpecificResult(
    string EvalResourceName, string EvalResourceDecision, IReadOnlyList<MatchedPolicyStatement> MatchedStatements,
    IReadOnlyList<string> MissingContextValues, IReadOnlyDictionary<string, string> EvalDecisionDetails,
    PermissionsBoundaryDecisionDetail? PermissionsBoundaryDecisionDetail);

/// <summary>A statement that decided, and where it stands (IAM API Reference, Statement).</summary>
/// <param name="SourcePolicyId">The managed policy's name; <c>user_NAME_POLICY</c> and its like for an inline policy; <c>PolicyInputList.1</c> and its like.</param>
/// <param name="SourcePolicyType"><c>user</c>, <c>group</c>, <c>role</c>, <c>aws-managed</c>, <c>user-managed</c>, <c>resource</c>; <c>none</c> for one that came with the question.</param>
/// <param name="StartPosition">Its opening brace.</param>
/// <param name="EndPosition">The place after its closing brace.</param>
public sealed record MatchedPolicyStatement(string SourcePolicyId, string SourcePolicyType, Position StartPosition, Position EndPosition);

/// <summary>A place in a policy's text.</summary>
/// <param name="Line">1 for the first.</param>
/// <param name="Column">1 for the first.</param>
public sealed record Position(int Line, int Column);

/// <summary>What an organisation says.</summary>
/// <param name="AllowedByOrganizations">Whether it allows.</param>
public sealed record OrganizationsDecisionDetail(bool AllowedByOrganizations);

/// <summary>What a permissions boundary says.</summary>
/// <param name="AllowedByPermissionsBoundary">Whether it allows.</param>
public sealed record PermissionsBoundaryDecisionDetail(bool AllowedByPermissionsBoundary);
