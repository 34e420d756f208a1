using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>An SSH public key as the API answers it (IAM API Reference, SSHPublicKey).</summary>
/// <param name="UserName">Whose it is.</param>
/// <param name="SSHPublicKeyId"><c>APKA…</c>.</param>
/// <param name="Fingerprint">MD5 of the key, as <c>ssh-keygen -l -E md5</c> shows it.</param>
/// <param name="SSHPublicKeyBody">The key.</param>
/// <param name="Status">Active or Inactive.</param>
/// <param name="UploadDate">When it was uploaded.</param>
public sealed record IamSshPublicKey(
    string UserName, string SSHPublicKeyId, string Fingerprint, string SSHPublicKeyBody, string Status, DateTimeOffset UploadDate)
{
    internal static IamSshPublicKey Of(User user, SshPublicKey key) =>
        new(user.UserName, key.SshPublicKeyId, key.Fingerprint, key.Body, key.Status, key.UploadedAt);
}
