using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>Gives a user an SSH public key; it is active at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html"/>
public sealed class UploadSSHPublicKey : IOperation<UploadSSHPublicKey.Request, UploadSSHPublicKey.Response>
{
    /// <summary>Which key for whom.</summary>
    /// <param name="UserName">1 to 64 characters.</param>
    /// <param name="SSHPublicKeyBody">A line of <c>ssh-rsa</c>, or PEM; an RSA key of at least 2048 bits.</param>
    public sealed record Request(string UserName, string SSHPublicKeyBody) : IRequest<Response>;

    /// <summary>The new key.</summary>
    /// <param name="SSHPublicKey">As it was given.</param>
    public sealed record Response(IamSshPublicKey SSHPublicKey);

    /// <inheritdoc/>
    public static string Action => "iam:UploadSSHPublicKey";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity, LimitExceeded, InvalidPublicKey, DuplicateSSHPublicKey, UnrecognizedPublicKeyEncoding.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        var body = SshKeyBody.Parse(request.SSHPublicKeyBody);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        await call.Store.Users.Lock(user.UserId);
        var has = await call.Store.SshPublicKeys.CountOf(user.UserId);
        var key = new SshPublicKey
        {
            SshPublicKeyId = UniqueId.OfEntity("APKA"),
            AccountId = call.AccountId,
            UserId = user.UserId,
            Body = request.SSHPublicKeyBody,
            Fingerprint = body.Fingerprint,
            KeySha256 = body.Sha256,
            Status = nameof(AccessKeyStatus.Active),
            UploadedAt = call.Now,
        };
        if (!await call.Store.SshPublicKeys.Add(key))
            throw IamErrors.DuplicateSshKey(user.UserName);
        if (has >= Quotas.SshPublicKeysPerUser)
            throw IamErrors.QuotaExceeded("SSHPublicKeysPerUser", Quotas.SshPublicKeysPerUser);
        return new Response(IamSshPublicKey.Of(user, key));
    }
}
