using Countersign.Mfa;
using Countersign.Otp;

namespace Countersign.Sts;

/// <summary>Gives temporary credentials of a role to whom its trust policy, and where it says so the caller's own policies, let in.</summary>
/// <remarks>A code that comes along is a fact of this call, for the trust policy's conditions: the session itself knows nothing of MFA, as in AWS.</remarks>
/// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"/>
public sealed class AssumeRole : IOperation<AssumeRole.Request, AssumeRole.Response>
{
    private readonly CodeJudge _judge;
    private readonly RoleSessions _sessions;

    internal AssumeRole(CodeJudge judge, RoleSessions sessions) => (_judge, _sessions) = (judge, sessions);

    /// <summary>Which role, and what the session is to be.</summary>
    /// <param name="RoleArn">Of any account here.</param>
    /// <param name="RoleSessionName">2 to 64 characters: part of the session's ARN.</param>
    /// <param name="PolicyArns">At most 10 managed policies that limit the session.</param>
    /// <param name="Policy">A policy that limits it, at most 2048 characters.</param>
    /// <param name="DurationSeconds">900 up to the role's own limit; 3600 when left out, and at most when a role's session calls.</param>
    /// <param name="Tags">At most 50 session tags; needs <c>sts:TagSession</c>.</param>
    /// <param name="TransitiveTagKeys">Those of the tags that go along into the next role.</param>
    /// <param name="ExternalId">What the trust policy may ask for as <c>sts:ExternalId</c>.</param>
    /// <param name="SerialNumber">The caller's device.</param>
    /// <param name="TokenCode">The code it shows.</param>
    /// <param name="SourceIdentity">Who stands behind it; needs <c>sts:SetSourceIdentity</c>, and cannot be changed by the next role.</param>
    /// <param name="ProvidedContexts">Refused: there is no provider of contexts here.</param>
    public sealed record Request(
        string RoleArn, string RoleSessionName, IReadOnlyList<SessionPolicy>? PolicyArns = null, string? Policy = null, int? DurationSeconds = null,
        IReadOnlyList<Tag>? Tags = null, IReadOnlyList<string>? TransitiveTagKeys = null, string? ExternalId = null, string? SerialNumber = null,
        OneTimeCode? TokenCode = null, string? SourceIdentity = null, IReadOnlyList<ProvidedContext>? ProvidedContexts = null) : IRequest<Response>;

    /// <summary>The credentials.</summary>
    /// <param name="Credentials">Key pair, token and end.</param>
    /// <param name="AssumedRoleUser">Who the caller is with them.</param>
    /// <param name="PackedPolicySize">How much of the room for policies and tags is taken, in percent; null when there are none.</param>
    /// <param name="SourceIdentity">As given, or as it came along.</param>
    public sealed record Response(Credentials Credentials, AssumedRole AssumedRoleUser, int? PackedPolicySize, string? SourceIdentity);

    /// <inheritdoc/>
    public static string Action => "sts:AssumeRole";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        var keys = SessionKeys.Of(request.RoleSessionName, request.Tags, request.TransitiveTagKeys, request.SourceIdentity);
        if (request.ExternalId is { } externalId)
            keys["sts:ExternalId"] = [externalId];
        if (request is { SerialNumber: not null, TokenCode: not null })    // judged when the attempt is spent: without it nothing is given
            (keys["aws:MultiFactorAuthPresent"], keys["aws:MultiFactorAuthAge"]) = (["true"], ["0"]);
        return await RoleSessions.Needs(Action, request.RoleArn, keys, request.Tags, request.SourceIdentity, call);
    }

    /// <inheritdoc/>
    public Task<Attempt?> Attempts(Request request, Call call) => CallersDevice.Attempts(request.SerialNumber, request.TokenCode, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">AccessDenied; ValidationError: too long; MalformedPolicyDocument, PackedPolicyTooLarge.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (request.ProvidedContexts is { Count: > 0 })
            throw StsErrors.NoContexts();
        await CallersDevice.Judge(request.SerialNumber, request.TokenCode, _judge, call);
        var role = await RoleSessions.Find(request.RoleArn, call.Store)
            ?? throw IamErrors.AccessDenied(call.Principal.Arn, Action, request.RoleArn, "because no role trust policy allows the sts:AssumeRole action");
        var session = await _sessions.Make(
            role, new SessionFacts(request.RoleSessionName) { Policy = request.Policy, Tags = request.Tags, TransitiveTagKeys = request.TransitiveTagKeys, SourceIdentity = request.SourceIdentity },
            request.PolicyArns, call);
        var (credentials, user) = RoleSessions.Issue(role, session, request.DurationSeconds, call);
        return new Response(credentials, user, SessionToken.PackedSize(session), session.SourceIdentity);
    }
}

/// <summary>A managed policy that limits a session, as the API has it.</summary>
/// <param name="Arn">20 to 2048 characters.</param>
public sealed record SessionPolicy(string? Arn);

/// <summary>Who a caller is in a role's session.</summary>
/// <param name="AssumedRoleId"><c>AROA…:SESSION</c>.</param>
/// <param name="Arn"><c>arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION</c>.</param>
public sealed record AssumedRole(string AssumedRoleId, string Arn);

/// <summary>A context that another provider vouches for, as the API has it.</summary>
/// <param name="ProviderArn">20 to 2048 characters.</param>
/// <param name="ContextAssertion">4 to 2048 characters.</param>
public sealed record ProvidedContext(string? ProviderArn, string? ContextAssertion);
