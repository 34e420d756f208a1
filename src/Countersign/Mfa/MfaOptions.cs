using System.ComponentModel.DataAnnotations;

namespace Countersign.Mfa;

/// <summary>Settings under <c>Mfa</c>. Checked when the server starts: a wrong value stops it, named.</summary>
public sealed record MfaOptions
{
    /// <summary>Devices one user may have. Default 8, as in AWS (IAM quotas).</summary>
    [Range(1, 8)]
    public int DevicesPerUser { get; init; } = 8;

    /// <summary>How far a device's clock may be off when it is enabled or resynchronised, either way. Default 12 hours.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "1.00:00:00")]
    public TimeSpan EnrolmentWindow { get; init; } = TimeSpan.FromHours(12);

    /// <summary>What authenticator apps show as the name of the service. 1 to 64 characters, no colon. Default Countersign.</summary>
    [StringLength(64, MinimumLength = 1)]
    [RegularExpression("[^:]*", ErrorMessage = "Issuer must not contain a colon: apps split the label there.")]
    public string Issuer { get; init; } = "Countersign";
}
