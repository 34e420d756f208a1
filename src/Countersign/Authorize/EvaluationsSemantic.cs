namespace Countersign.Authorize;

/// <summary>How far a list of questions is answered (AuthZEN Authorization API 1.0, <c>evaluations_semantic</c>).</summary>
public enum EvaluationsSemantic
{
    /// <summary>All of them: <c>execute_all</c>.</summary>
    ExecuteAll,

    /// <summary>Up to the first that is denied, and that one too: <c>deny_on_first_deny</c>.</summary>
    DenyOnFirstDeny,

    /// <summary>Up to the first that is permitted, and that one too: <c>permit_on_first_permit</c>.</summary>
    PermitOnFirstPermit,
}
