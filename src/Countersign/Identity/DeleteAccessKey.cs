namespace Countersign.Identity;

/// <summary>Deletes an access key of a user, for good.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html"/>
public sealed class DeleteAccessKey : IOperation<DeleteAccessKey.Request, Nothing>
{
    /// <summary>Which key.</summary>
    /// <param name="AccessKeyId">16 to 128 characters.</param>
    /// <param name="UserName">Whose it is; the caller's when left out.</param>
    public sealed record Request(string AccessKeyId, string? UserName = null) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteAccessKey";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such user, or no such key of that user.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        if (!await call.Store.AccessKeys.Remove(user.UserId, request.AccessKeyId))
            throw IamErrors.NoSuchAccessKey(request.AccessKeyId);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
