using Countersign.Storage;

namespace Countersign;

/// <summary>One run of an operation: who, when, from where, and the transaction it works in.</summary>
public sealed class Call
{
    internal Call(Caller caller, Store store, CallFacts facts, DateTimeOffset now, string accountId) =>
        (Caller, Store, Facts, Now, AccountId) = (caller, store, facts, now, accountId);

    /// <summary>Who calls.</summary>
    public Caller Caller { get; }

    /// <summary>The moment of the call: one for all that it does.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The account whose things are meant: 12 digits.</summary>
    public string AccountId { get; }

    /// <summary>Where the request came from.</summary>
    public CallFacts Facts { get; }

    internal Store Store { get; }

    /// <summary>The calling user; operations on "oneself" (no UserName given) start here.</summary>
    /// <exception cref="ApiError">ValidationError: the caller is no IAM user, so the name must be given.</exception>
    internal User Self => Caller is UserCaller user ? user.User : throw IamErrors.MustSpecifyUserName();

    /// <summary>Who calls, for what every signed caller may do.</summary>
    /// <exception cref="ApiError">AccessDenied: nobody, or no principal, calls.</exception>
    internal PrincipalCaller Principal => Caller as PrincipalCaller ?? throw IamErrors.NotSignedIn("This");

    /// <summary>Whose hands are on the keyboard: the calling user, or the one who is led through enrolment at sign-in; null for an operator.</summary>
    internal User? Person => Caller switch
    {
        UserCaller user => user.User,
        PendingCaller pending => pending.User,
        _ => null,
    };

    /// <summary>The browser's session, or its sign-in under way, by the hash of its token; null when it is no browser.</summary>
    internal byte[]? Browser => Caller switch
    {
        UserCaller { Credential: Credential.Console console } => console.Session.SessionHash,
        PendingCaller pending => pending.Attempt.AttemptHash,
        _ => null,
    };

    /// <summary>Whether a person reads the answer, and not a program.</summary>
    internal bool IsFromBrowser => Browser is not null;

    /// <summary>The serial number of the device that it turned out to be about, where the request does not say; for the audit log.</summary>
    internal string? About { get; set; }

    /// <summary>The same call in another transaction.</summary>
    internal Call In(Store store) => new(Caller, store, Facts, Now, AccountId);
}
