namespace Countersign.Identity;

/// <summary>Tells about a managed policy, but for its document.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html"/>
public sealed class GetPolicy : IOperation<GetPolicy.Request, GetPolicy.Response>
{
    private readonly ManagedPolicies _managed;

    internal GetPolicy(ManagedPolicies managed) => _managed = managed;

    /// <summary>Which policy.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    public sealed record Request(string PolicyArn) : IRequest<Response>;

    /// <summary>The policy.</summary>
    /// <param name="Policy">With description and tags.</param>
    public sealed record Response(IamPolicy Policy);

    /// <inheritdoc/>
    public static string Action => "iam:GetPolicy";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnPolicy(Action, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var policy = await _managed.Seen(request.PolicyArn, call);
        var attachments = await call.Store.PolicyAttachments.Count(call.AccountId, policy.Arn);
        var bounded = await call.Store.Roles.Bounded(call.AccountId, policy.Arn);
        var answer = policy.Own is { } own
            ? IamPolicy.Of(own, attachments, bounded)
            : IamPolicy.Of(policy, attachments, bounded, (await call.Store.Accounts.Find(call.AccountId))!.CreatedAt);
        return new Response(answer with { Description = policy.Description, Tags = await call.Store.Tags.Of(policy.PolicyId) });
    }
}
