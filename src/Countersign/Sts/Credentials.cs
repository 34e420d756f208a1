namespace Countersign.Sts;

/// <summary>Temporary credentials as the API answers them.</summary>
/// <param name="AccessKeyId"><c>ASIA…</c>.</param>
/// <param name="SecretAccessKey">40 characters.</param>
/// <param name="SessionToken">At most 4 KB; goes with every request.</param>
/// <param name="Expiration">When they end.</param>
public sealed record Credentials(string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expiration)
{
    /// <summary>Does not show the secret.</summary>
    public override string ToString() => $"credentials {AccessKeyId}";
}
