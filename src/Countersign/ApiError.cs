using System.Diagnostics.CodeAnalysis;

namespace Countersign;

/// <summary>An expected refusal: what a caller is told, in the form that every door can translate.</summary>
/// <remarks>
/// Made only in a catalogue of errors, thrown by operations and by the pipeline, turned into XML, a page or an exit code
/// once, by the door. Any other exception is a bug. The message is shown to the caller: it never holds a secret.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is what callers know as an error: code, status, message.")]
public sealed class ApiError : Exception
{
    /// <summary>Makes a refusal; call it from a catalogue, so that each is worded once.</summary>
    /// <param name="code">The code that clients match, such as <c>NoSuchEntity</c>.</param>
    /// <param name="status">The HTTP status, 400 to 599.</param>
    /// <param name="message">What was wrong and what would be right.</param>
    public ApiError(string code, int status, string message)
        : base(message)
    {
        Code = code;
        Status = status;
    }

    /// <summary>The code that clients match, such as <c>NoSuchEntity</c>; never empty.</summary>
    public string Code { get; }

    /// <summary>The HTTP status: 400 to 499 when the caller can do something about it, 500 to 599 when we must.</summary>
    public int Status { get; }

    /// <summary>How long to wait before trying again, where that is known; doors send it as <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>False for a refusal that does not count as a wrong try: a code that was right and used already.</summary>
    public bool Counted { get; init; } = true;

    /// <summary>Why, where the caller is told only that; for the audit log. Doors never show it.</summary>
    public string? AuditReason { get; init; }

    /// <summary>The same refusal, as one that judged no secret: it does not count as a wrong try.</summary>
    internal ApiError Uncounted() => new(Code, Status, Message) { Member = Member, RetryAfter = RetryAfter, Counted = false };

    /// <summary>The member of the request that was wrong, where it is one; a page shows the message beside it.</summary>
    public string? Member { get; init; }
}
