namespace Countersign.Policy;

/// <summary>One question to the policies: may this caller do this to that, now?</summary>
public sealed class PolicyRequest
{
    /// <summary>Puts the question.</summary>
    /// <param name="principal">Who is calling.</param>
    /// <param name="action">For example <c>iam:GetUser</c>; case does not matter.</param>
    /// <param name="resource">The ARN acted on, or <c>*</c> for operations on the account as a whole.</param>
    /// <param name="context">What conditions and variables may ask about.</param>
    /// <param name="resourceAccount">The account that owns the resource, 12 digits; null: the caller's own.</param>
    public PolicyRequest(
        Principal principal, string action, string resource, RequestContext context, string? resourceAccount = null)
    {
        Principal = principal;
        Action = action;
        Resource = resource;
        Context = context;
        ResourceAccount = resourceAccount ?? principal.Account;
        FoldedAction = ActionPattern.Fold(action);
        Service = FoldedAction[..Math.Max(0, FoldedAction.IndexOf(':', StringComparison.Ordinal))];
    }

    /// <summary>Who is calling.</summary>
    public Principal Principal { get; }

    /// <summary>The action as the caller of this library wrote it.</summary>
    public string Action { get; }

    /// <summary>The ARN acted on, or <c>*</c>.</summary>
    public string Resource { get; }

    /// <summary>The account that owns the resource.</summary>
    public string ResourceAccount { get; }

    /// <summary>What conditions and variables may ask about.</summary>
    public RequestContext Context { get; }

    internal string FoldedAction { get; }

    internal string Service { get; }
}
