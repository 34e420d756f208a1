using System.Globalization;
using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>A version of a managed policy as the API answers it (IAM API Reference, PolicyVersion).</summary>
/// <param name="Document">The JSON, percent-encoded (RFC 3986), in the answers that have it.</param>
/// <param name="VersionId"><c>v1</c>, <c>v2</c>, …; a number that was given is never given again.</param>
/// <param name="IsDefaultVersion">Whether it is the one in force.</param>
/// <param name="CreateDate">When it was made; of a policy that comes with the server, when the account got it.</param>
public sealed record IamPolicyVersion(string? Document, string VersionId, bool IsDefaultVersion, DateTimeOffset CreateDate)
{
    /// <summary>One without its document, as most answers have it.</summary>
    internal static IamPolicyVersion Of(StoredPolicy policy, PolicyVersion version) =>
        new(null, Id(version.Version), version.Version == policy.DefaultVersion, version.CreatedAt);

    /// <summary>One with its document.</summary>
    internal static IamPolicyVersion Whole(StoredPolicy policy, PolicyVersion version) =>
        Of(policy, version) with { Document = Uri.EscapeDataString(version.Document) };

    /// <summary>The only version of a policy that comes with the server.</summary>
    internal static IamPolicyVersion Only(DateTimeOffset since) => new(null, IamPolicy.OnlyVersion, IsDefaultVersion: true, since);

    /// <summary>As clients name a version.</summary>
    internal static string Id(int version) => string.Create(CultureInfo.InvariantCulture, $"v{version}");

    /// <summary>The version that a client names; null when no policy can have it.</summary>
    internal static int? Number(string versionId) =>
        int.TryParse(versionId.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
