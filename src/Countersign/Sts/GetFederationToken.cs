namespace Countersign.Sts;

/// <summary>Gives temporary credentials for somebody whom a user answers for: they may do what both the user and the session's policies allow.</summary>
/// <remarks>Without a session policy they may do nothing; IAM they may never call, as in AWS.</remarks>
/// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html"/>
public sealed class GetFederationToken : IOperation<GetFederationToken.Request, GetFederationToken.Response>
{
    private const int DefaultSeconds = 43_200;

    private readonly SessionLimits _limits;

    internal GetFederationToken(SessionLimits limits) => _limits = limits;

    /// <summary>For whom, and what they may do at most.</summary>
    /// <param name="Name">2 to 32 characters: part of the session's ARN.</param>
    /// <param name="Policy">A policy that limits the session, at most 2048 characters.</param>
    /// <param name="PolicyArns">At most 10 managed policies that limit it.</param>
    /// <param name="DurationSeconds">900 to 129600; 12 hours when left out.</param>
    /// <param name="Tags">At most 50 session tags; needs <c>sts:TagSession</c>.</param>
    public sealed record Request(
        string Name, string? Policy = null, IReadOnlyList<SessionPolicy>? PolicyArns = null, int? DurationSeconds = null, IReadOnlyList<Tag>? Tags = null)
        : IRequest<Response>;

    /// <summary>The credentials.</summary>
    /// <param name="Credentials">Key pair, token and end.</param>
    /// <param name="FederatedUser">Who the caller is with them.</param>
    /// <param name="PackedPolicySize">How much of the room for policies and tags is taken, in percent; null when there are none.</param>
    public sealed record Response(Credentials Credentials, Federated FederatedUser, int? PackedPolicySize);

    /// <summary>Who a caller is with such credentials.</summary>
    /// <param name="FederatedUserId"><c>ACCOUNT:NAME</c>.</param>
    /// <param name="Arn"><c>arn:aws:sts::ACCOUNT:federated-user/NAME</c>.</param>
    public sealed record Federated(string FederatedUserId, string Arn);

    /// <inheritdoc/>
    public static string Action => "sts:GetFederationToken";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        var need = new Need(Action, Arn.OfFederatedUser(call.AccountId, request.Name)) { Keys = Needed.RequestTags(request.Tags) };
        return Task.FromResult<IReadOnlyList<Need>>(request.Tags is { Count: > 0 } ? [need, need with { Action = "sts:TagSession" }] : [need]);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">AccessDenied: called with a session; MalformedPolicyDocument, PackedPolicyTooLarge, ValidationError.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (call.Caller is not UserCaller { Credential: Credential.AccessKey, User: var user })
            throw StsErrors.SessionCredentials("GetFederationToken");
        var session = await _limits.Check(new SessionFacts(request.Name) { Policy = request.Policy, Tags = request.Tags }, request.PolicyArns, user.AccountId, call.Store);
        var expires = call.Now.AddSeconds(request.DurationSeconds ?? DefaultSeconds);
        var (id, secret, token) = SessionToken.Issue(call.Store.Sealing, user.AccountId, new SessionToken.Statement(
            user.UserId, call.Now.ToUnixTimeMilliseconds(), expires.ToUnixTimeMilliseconds(), null, session));
        return new Response(
            new Credentials(id, secret, token, expires),
            new Federated($"{user.AccountId}:{request.Name}", Arn.OfFederatedUser(user.AccountId, request.Name)),
            SessionToken.PackedSize(session));
    }
}
