namespace Countersign.Identity;

/// <summary>Makes an access key for a user, and answers its secret: this once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html"/>
public sealed class CreateAccessKey : IOperation<CreateAccessKey.Request, CreateAccessKey.Response>
{
    /// <summary>For whom.</summary>
    /// <param name="UserName">The user; the caller when left out.</param>
    public sealed record Request(string? UserName = null) : IRequest<Response>;

    /// <summary>The key with its secret.</summary>
    /// <param name="AccessKey">Both halves.</param>
    public sealed record Response(NewKey AccessKey);

    /// <summary>An access key with its secret.</summary>
    /// <param name="UserName">Whose it is.</param>
    /// <param name="AccessKeyId"><c>AKIA…</c>, 20 characters.</param>
    /// <param name="Status">Active.</param>
    /// <param name="SecretAccessKey">40 characters; nothing answers it again.</param>
    /// <param name="CreateDate">When it was made.</param>
    public sealed record NewKey(
        string UserName, string AccessKeyId, AccessKeyStatus Status, string SecretAccessKey, DateTimeOffset CreateDate)
    {
        /// <summary>Does not show the secret.</summary>
        public override string ToString() => $"{UserName}: {AccessKeyId}";
    }

    /// <inheritdoc/>
    public static string Action => "iam:CreateAccessKey";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfUser(Action, request.UserName, call) with { FreshProof = true }];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; LimitExceeded: the user has two.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        await call.Store.Users.Lock(user.UserId);
        if (await call.Store.AccessKeys.CountOf(user.UserId) >= Quotas.AccessKeysPerUser)
            throw IamErrors.QuotaExceeded("AccessKeysPerUser", Quotas.AccessKeysPerUser);

        var (key, secret) = NewAccessKey.Of(user, call.Now);
        await call.Store.AccessKeys.Add(key, secret);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return new Response(new NewKey(user.UserName, key.AccessKeyId, AccessKeyStatus.Active, secret, key.CreatedAt));
    }
}
