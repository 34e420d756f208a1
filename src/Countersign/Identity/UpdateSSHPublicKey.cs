namespace Countersign.Identity;

/// <summary>Switches an SSH public key off or on.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSSHPublicKey.html"/>
public sealed class UpdateSSHPublicKey : IOperation<UpdateSSHPublicKey.Request, Nothing>
{
    /// <summary>Which key, and what it will be.</summary>
    /// <param name="UserName">1 to 64 characters.</param>
    /// <param name="SSHPublicKeyId">20 to 128 characters.</param>
    /// <param name="Status">Active or Inactive.</param>
    public sealed record Request(string UserName, string SSHPublicKeyId, AccessKeyStatus Status) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UpdateSSHPublicKey";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such user, or no such key of that user.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        if (!await call.Store.SshPublicKeys.SetStatus(user.UserId, request.SSHPublicKeyId, request.Status.ToString()))
            throw IamErrors.NoSuchSshKey(request.SSHPublicKeyId);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
