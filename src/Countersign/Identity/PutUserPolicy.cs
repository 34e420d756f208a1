using Countersign.Policy;

namespace Countersign.Identity;

/// <summary>Writes an inline policy into a user, or over the one of that name. In force at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html"/>
public sealed class PutUserPolicy : IOperation<PutUserPolicy.Request, Nothing>
{
    /// <summary>Which policy for whom.</summary>
    /// <param name="UserName">1 to 128 characters.</param>
    /// <param name="PolicyName">1 to 128 letters, digits and <c>_+=,.@-</c>.</param>
    /// <param name="PolicyDocument">JSON; all inline policies of a user together have at most 2048 characters, white space not counted.</param>
    public sealed record Request(string UserName, string PolicyName, string PolicyDocument) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:PutUserPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; MalformedPolicyDocument in AWS's words; LimitExceeded.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        if (!PolicyDocument.TryParse(request.PolicyDocument, PolicyKind.InlineIdentity, out var document, out var fault))
            throw IamErrors.MalformedPolicy(fault.Message);

        await call.Store.Users.Lock(user.UserId);
        var others = (await call.Store.InlinePolicies.All(user.UserId))
            .Where(policy => policy.PolicyName != request.PolicyName)
            .Sum(policy => PolicyDocument.Parse(policy.Document, PolicyKind.InlineIdentity).CountedLength);
        if (others + document.CountedLength > Quotas.UserPolicySize)
            throw IamErrors.PoliciesTooLarge(Quotas.UserPolicySize, "user", user.UserName);
        await call.Store.InlinePolicies.Put(call.AccountId, user.UserId, request.PolicyName, request.PolicyDocument);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
