namespace Countersign.Identity;

/// <summary>Switches an access key off or on.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html"/>
public sealed class UpdateAccessKey : IOperation<UpdateAccessKey.Request, Nothing>
{
    /// <summary>Which key, and what it will be.</summary>
    /// <param name="AccessKeyId">16 to 128 characters.</param>
    /// <param name="Status">Active or Inactive.</param>
    /// <param name="UserName">Whose it is; the caller's when left out.</param>
    public sealed record Request(string AccessKeyId, AccessKeyStatus Status, string? UserName = null) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UpdateAccessKey";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such user, or no such key of that user.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        if (!await call.Store.AccessKeys.SetStatus(user.UserId, request.AccessKeyId, request.Status.ToString()))
            throw IamErrors.NoSuchAccessKey(request.AccessKeyId);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
