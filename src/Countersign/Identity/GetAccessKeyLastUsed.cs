namespace Countersign.Identity;

/// <summary>Tells whose an access key is, and when, where and for what it was used last.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html"/>
public sealed class GetAccessKeyLastUsed : IOperation<GetAccessKeyLastUsed.Request, GetAccessKeyLastUsed.Response>
{
    private const string Never = "N/A";

    /// <summary>Which key.</summary>
    /// <param name="AccessKeyId">16 to 128 characters.</param>
    public sealed record Request(string AccessKeyId) : IRequest<Response>;

    /// <summary>The key's last use.</summary>
    /// <param name="UserName">Whose it is.</param>
    /// <param name="AccessKeyLastUsed">When, where and for what.</param>
    public sealed record Response(string UserName, Use AccessKeyLastUsed);

    /// <summary>The last use of a key.</summary>
    /// <param name="ServiceName"><c>iam</c> or <c>sts</c>; <c>N/A</c> when it was never used.</param>
    /// <param name="Region">As it was signed for; <c>N/A</c> when it was never used.</param>
    /// <param name="LastUsedDate">To the minute; null when it was never used.</param>
    public sealed record Use(string ServiceName, string Region, DateTimeOffset? LastUsedDate = null);

    /// <inheritdoc/>
    public static string Action => "iam:GetAccessKeyLastUsed";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    /// <remarks>On the key's owner. A refusal shows <c>*</c>, whether the key exists or not, unless it is the caller's own.</remarks>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        var key = await call.Store.AccessKeys.Find(request.AccessKeyId);
        var owner = key?.AccountId == call.AccountId ? await call.Store.Users.FindById(key.UserId) : null;
        if (owner is null)
            return [new Need(Action, "*")];

        var need = await Needed.OfUser(Action, owner.UserName, call);
        var isOwn = call.Caller is UserCaller self && self.User.UserId == owner.UserId;
        return [isOwn ? need : need with { Shown = "*" }];
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var key = await call.Store.AccessKeys.Find(request.AccessKeyId);
        if (key is null || key.AccountId != call.AccountId)
            throw IamErrors.NoSuchAccessKey(request.AccessKeyId);
        var owner = await call.Store.Users.FindById(key.UserId);
        return new Response(owner!.UserName, new Use(key.LastUsedService ?? Never, key.LastUsedRegion ?? Never, key.LastUsedAt));
    }
}
