using System.ComponentModel.DataAnnotations;

namespace Countersign.SignIn;

/// <summary>Settings under <c>SignIn</c>. Checked when the server starts: a wrong value stops it, named.</summary>
public sealed record SignInOptions
{
    /// <summary>How long a console session lasts at most. Default 12 hours.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "1.12:00:00")]
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long a console session may rest. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "12:00:00")]
    public TimeSpan IdleLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whom people ask for help, shown on the sign-in pages; nothing by default. At most 200 characters.</summary>
    [StringLength(200)]
    public string? HelpText { get; init; }
}
