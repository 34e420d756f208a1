namespace Countersign.Policy;

/// <summary>
/// AWS's words for a refusal, for the error AccessDenied. They name a type of policy, never a statement.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"/>
public static class DenialText
{
    /// <summary>The whole message: who, what, on what, why.</summary>
    /// <exception cref="ArgumentException">The decision allows.</exception>
    public static string For(Decision decision, PolicyRequest request) =>
        $"User: {request.Principal.Arn} is not authorized to perform: {request.Action} " +
        $"on resource: {request.Resource} " + Reason(decision, request.Action);

    /// <summary>
    /// The reason alone, such as <c>because no identity-based policy allows the iam:GetUser action</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The decision allows.</exception>
    public static string Reason(Decision decision, string action)
    {
        if (decision.DecidingLayer is not { } layer)
            throw new ArgumentException("the decision allows", nameof(decision));
        var name = NameOf(layer, decision.IsTrustPolicy);
        // A level of service control policies that does not allow counts as a denial in AWS's wording.
        if (decision.Outcome != Outcome.ExplicitDeny && layer != LayerKind.ServiceControl)
            return $"because no {name} allows the {action} action";
        var article = layer switch
        {
            LayerKind.Identity => "an",
            LayerKind.Resource when decision.IsTrustPolicy => "the",
            _ => "a",
        };
        return $"with an explicit deny in {article} {name}";
    }

    internal static string NameOf(LayerKind layer, bool isTrust) => layer switch
    {
        LayerKind.Identity => "identity-based policy",
        LayerKind.Boundary => "permissions boundary",
        LayerKind.Session => "session policy",
        LayerKind.Resource => isTrust ? "role trust policy" : "resource-based policy",
        _ => "service control policy",
    };
}
