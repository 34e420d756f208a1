namespace Countersign.Identity;

/// <summary>Tells an SSH public key of a user, in the form that is asked for.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSSHPublicKey.html"/>
public sealed class GetSSHPublicKey : IOperation<GetSSHPublicKey.Request, GetSSHPublicKey.Response>
{
    /// <summary>How a key is written.</summary>
    public enum KeyEncoding
    {
        /// <summary>A line of <c>ssh-rsa</c>.</summary>
        SSH,

        /// <summary>PEM.</summary>
        PEM,
    }

    /// <summary>Which key, in which form.</summary>
    /// <param name="UserName">1 to 64 characters.</param>
    /// <param name="SSHPublicKeyId">20 to 128 characters.</param>
    /// <param name="Encoding">SSH or PEM.</param>
    public sealed record Request(string UserName, string SSHPublicKeyId, KeyEncoding Encoding) : IRequest<Response>;

    /// <summary>The key.</summary>
    /// <param name="SSHPublicKey">In that form.</param>
    public sealed record Response(IamSshPublicKey SSHPublicKey);

    /// <inheritdoc/>
    public static string Action => "iam:GetSSHPublicKey";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such user, or no such key of that user.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        var key = await call.Store.SshPublicKeys.Find(user.UserId, request.SSHPublicKeyId) ?? throw IamErrors.NoSuchSshKey(request.SSHPublicKeyId);
        var body = SshKeyBody.Parse(key.Body);
        return new Response(IamSshPublicKey.Of(user, key) with { SSHPublicKeyBody = request.Encoding == KeyEncoding.PEM ? body.Pem : body.Line });
    }
}
