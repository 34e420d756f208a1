namespace Countersign;

/// <summary>Something that policies must allow before an operation runs.</summary>
/// <param name="Action">As policies name it: <c>iam:EnableMFADevice</c>.</param>
/// <param name="Resource">The ARN that policies are matched with, or <c>*</c> for what concerns the whole account.</param>
public sealed record Need(string Action, string Resource)
{
    /// <summary>The resource as a refusal may show it: the name that was asked for, not the path that only the server knows.</summary>
    public string Shown { get; init; } = Resource;

    /// <summary>Condition keys of this need alone (<c>aws:RequestTag/…</c>, <c>aws:ResourceTag/…</c>, <c>iam:PolicyARN</c>); lists are multi-valued.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Keys { get; init; } =
        System.Collections.Immutable.ImmutableDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>The account of the resource where it is another one than the caller's; 12 digits.</summary>
    public string? ResourceAccount { get; init; }

    /// <summary>The resource's own policy: the trust policy of a role that is to be assumed; null when there is none.</summary>
    internal Policy.NamedPolicy? ResourcePolicy { get; init; }

    /// <summary>True for what the account grants by a setting of its own, so that only an explicit deny refuses it.</summary>
    public bool UnlessDenied { get; init; }

    /// <summary>True for what somebody may do whom sign-in leads through enrolment, before there is a session.</summary>
    public bool AtEnrolment { get; init; }

    /// <summary>True for what a console session may do only shortly after its user gave the password (and the factor) again.</summary>
    public bool FreshProof { get; init; }
}
