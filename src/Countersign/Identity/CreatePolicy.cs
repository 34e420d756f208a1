using Countersign.Policy;
using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>Creates a managed policy of the account, with its first version; it permits nothing until it is attached.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html"/>
public sealed class CreatePolicy : IOperation<CreatePolicy.Request, CreatePolicy.Response>
{
    /// <summary>What is created.</summary>
    /// <param name="PolicyName">1 to 128 letters, digits and <c>_+=,.@-</c>; unique in the account whatever its case.</param>
    /// <param name="PolicyDocument">JSON, at most 6144 characters, white space not counted.</param>
    /// <param name="Path">Begins and ends with a slash; <c>/</c> when left out.</param>
    /// <param name="Description">At most 1000 characters.</param>
    /// <param name="Tags">At most 50.</param>
    public sealed record Request(
        string PolicyName, string PolicyDocument, string? Path = null, string? Description = null, IReadOnlyList<Tag>? Tags = null) : IRequest<Response>;

    /// <summary>The new policy.</summary>
    /// <param name="Policy">With description and tags.</param>
    public sealed record Response(IamPolicy Policy);

    /// <inheritdoc/>
    public static string Action => "iam:CreatePolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Task.FromResult<IReadOnlyList<Need>>(
        [new Need(Action, Arn.OfPolicy(call.AccountId, request.Path ?? "/", request.PolicyName)) { Keys = Needed.RequestTags(request.Tags) }]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">MalformedPolicyDocument in AWS's words; EntityAlreadyExists, LimitExceeded, InvalidInput.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        TagRules.Check(request.Tags);
        CheckDocument(request.PolicyDocument);

        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row while policies are counted
        if (await call.Store.Policies.Count(call.AccountId) >= Quotas.Policies)
            throw IamErrors.QuotaExceeded("PoliciesPerAccount", Quotas.Policies);
        var path = request.Path ?? "/";
        var policy = new StoredPolicy
        {
            PolicyId = UniqueId.OfEntity("ANPA"),
            AccountId = call.AccountId,
            PolicyName = request.PolicyName,
            Path = path,
            PolicyArn = Arn.OfPolicy(call.AccountId, path, request.PolicyName),
            Description = request.Description,
            DefaultVersion = 1,
            LastVersion = 1,
            CreatedAt = call.Now,
            UpdatedAt = call.Now,
        };
        if (!await call.Store.Policies.Add(policy))
            throw IamErrors.PolicyExists(request.PolicyName);
        await call.Store.Policies.AddVersion(policy, new PolicyVersion { Version = 1, Document = request.PolicyDocument, CreatedAt = call.Now });
        await call.Store.Tags.Set(call.AccountId, policy.PolicyId, request.Tags ?? []);
        return new Response(IamPolicy.Of(policy, 0, 0) with { Description = request.Description, Tags = request.Tags is { Count: > 0 } tags ? tags : null });
    }

    /// <exception cref="ApiError">MalformedPolicyDocument in AWS's words; LimitExceeded: too long.</exception>
    internal static void CheckDocument(string document)
    {
        if (!PolicyDocument.TryParse(document, PolicyKind.ManagedIdentity, out var parsed, out var fault))
            throw IamErrors.MalformedPolicy(fault.Message);
        if (parsed.CountedLength > Quotas.ManagedPolicySize)
            throw IamErrors.PolicyTooLarge(Quotas.ManagedPolicySize);
    }
}
