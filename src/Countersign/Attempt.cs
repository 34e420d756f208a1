namespace Countersign;

/// <summary>A try at a secret: what it is counted against if it turns out wrong.</summary>
/// <remarks>
/// The pipeline spends it before the secret is judged and gives it back with the success (<see cref="Pipeline"/>), so
/// a crash or a race costs a try and never gives a free one.
/// </remarks>
/// <param name="Subjects">Counters, each with its own row: <see cref="OfUser"/>, <see cref="OfDevice"/>, <see cref="OfPassword"/>.</param>
/// <param name="TooMany">The refusal when one must wait, given the time left; null: until somebody enables the device again.</param>
public sealed record Attempt(IReadOnlyList<string> Subjects, Func<TimeSpan?, ApiError> TooMany)
{
    /// <summary>Wrong tries in a row after which each further one must wait.</summary>
    public const int FreeTries = 5;

    /// <summary>Wrong tries in a row after which only an administrator or another factor helps (NIST SP 800-63B, 5.2.2).</summary>
    public const int LockedAt = 100;

    /// <summary>The longest wait between two tries.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(900);

    /// <summary>Codes of one user, on whatever device.</summary>
    public static string OfUser(string userId) => $"mfa:user:{userId}";

    /// <summary>Codes of one device.</summary>
    public static string OfDevice(string deviceId) => $"mfa:device:{deviceId}";

    /// <summary>Passwords of one user name from one place, so that nobody can hold the user out from elsewhere.</summary>
    public static string OfPassword(string userName, string source) =>
        $"password:{userName.ToLowerInvariant()}:{source}";

    /// <summary>True where <see cref="LockedAt"/> closes the subject for good: a device. Users and passwords only ever wait.</summary>
    public static bool IsLocked(string subject, int failures) =>
        failures >= LockedAt && subject.StartsWith("mfa:device:", StringComparison.Ordinal);

    /// <summary>Whether it is codes or passkeys that are tried, and not passwords.</summary>
    internal bool IsOfCodes => Subjects.Any(subject => subject.StartsWith("mfa:", StringComparison.Ordinal));

    /// <summary>How long to wait after so many wrong tries: nothing up to 4, then 1, 2, 4 … 900 seconds.</summary>
    public static TimeSpan WaitAfter(int failures) => failures switch
    {
        < FreeTries => TimeSpan.Zero,
        >= FreeTries + 10 => LongestWait,    // 2^10 s is more than 900 s
        _ => TimeSpan.FromSeconds(1 << (failures - FreeTries)),
    };
}
