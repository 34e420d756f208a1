namespace Countersign.Identity;

/// <summary>Writes a new trust policy: who can assume a role. In force at once; sessions that there are go on.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html"/>
public sealed class UpdateAssumeRolePolicy : IOperation<UpdateAssumeRolePolicy.Request, Nothing>
{
    /// <summary>Which role, and who can assume it.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="PolicyDocument">JSON, at most 2048 characters, white space not counted.</param>
    public sealed record Request(string RoleName, string PolicyDocument) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UpdateAssumeRolePolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; MalformedPolicyDocument in AWS's words, also for a principal that there is not; LimitExceeded.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nobody writes the role meanwhile
        var role = await NamedRole.Of(request.RoleName, call);
        await call.Store.Roles.Update(role with { TrustDocument = await TrustPolicy.Store(request.PolicyDocument, call.Store) });
        return Nothing.Value;
    }
}
