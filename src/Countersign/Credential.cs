namespace Countersign;

/// <summary>What a user's call is proven by.</summary>
internal abstract record Credential
{
    /// <summary>A long-term access key: knows nothing of MFA.</summary>
    public sealed record AccessKey(string AccessKeyId) : Credential;

    /// <summary>Temporary credentials from GetSessionToken.</summary>
    /// <param name="AccessKeyId">The temporary key's id, <c>ASIA…</c>.</param>
    /// <param name="IssuedAt">When they were issued.</param>
    /// <param name="MfaAt">When the second factor was given for them; null when it was not.</param>
    public sealed record Temporary(string AccessKeyId, DateTimeOffset IssuedAt, DateTimeOffset? MfaAt) : Credential;

    /// <summary>A browser that has signed in.</summary>
    public sealed record Console(Storage.ConsoleSession Session) : Credential;

    /// <summary>A browser whose user had the right password and must assign a first device: for the policies' eyes, no session.</summary>
    public sealed record Enrolment(Storage.SignInAttempt Attempt) : Credential;

    /// <summary>When the second factor was given; null when it was not.</summary>
    public DateTimeOffset? MfaGivenAt => this switch
    {
        Temporary temporary => temporary.MfaAt,
        Console console => console.Session.MfaAt,
        _ => null,
    };
}
