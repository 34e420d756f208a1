namespace Countersign.Sts;

/// <summary>Tells which account an access key belongs to.</summary>
/// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html"/>
public sealed class GetAccessKeyInfo : IOperation<GetAccessKeyInfo.Request, GetAccessKeyInfo.Response>
{
    /// <summary>Which key.</summary>
    /// <param name="AccessKeyId"><c>AKIA…</c> or <c>ASIA…</c>.</param>
    public sealed record Request(string AccessKeyId) : IRequest<Response>;

    /// <summary>The account.</summary>
    /// <param name="Account">12 digits.</param>
    public sealed record Response(string Account);

    /// <inheritdoc/>
    public static string Action => "sts:GetAccessKeyInfo";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">AccessDenied: no such key here.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var account = SessionToken.AccountOf(request.AccessKeyId) ?? (await call.Store.AccessKeys.Find(request.AccessKeyId))?.AccountId;
        return account is not null && await call.Store.Accounts.Find(account) is not null
            ? new Response(account)
            : throw StsErrors.NoSuchAccessKey(request.AccessKeyId);
    }
}
