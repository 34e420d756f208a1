namespace Countersign.Identity;

/// <summary>Deletes an SSH public key of a user.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSSHPublicKey.html"/>
public sealed class DeleteSSHPublicKey : IOperation<DeleteSSHPublicKey.Request, Nothing>
{
    /// <summary>Which key.</summary>
    /// <param name="UserName">1 to 64 characters.</param>
    /// <param name="SSHPublicKeyId">20 to 128 characters.</param>
    public sealed record Request(string UserName, string SSHPublicKeyId) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteSSHPublicKey";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such user, or no such key of that user.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        if (!await call.Store.SshPublicKeys.Remove(user.UserId, request.SSHPublicKeyId))
            throw IamErrors.NoSuchSshKey(request.SSHPublicKeyId);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
