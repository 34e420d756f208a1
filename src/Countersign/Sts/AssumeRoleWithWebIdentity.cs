using Countersign.Storage;
using Countersign.Sts.WebIdentity;

namespace Countersign.Sts;

/// <summary>Gives temporary credentials of a role to whom an OpenID Connect provider vouches for, where the role's trust policy lets them in.</summary>
/// <remarks>
/// Nobody signs the request: the provider's token is the proof. So policies are asked when it has been judged, in <see cref="Execute"/>,
/// and only a provider of the role's account is ever asked for its keys.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html"/>
public sealed class AssumeRoleWithWebIdentity : IOperation<AssumeRoleWithWebIdentity.Request, AssumeRoleWithWebIdentity.Response>
{
    private readonly IssuerKeys _keys;
    private readonly RoleSessions _sessions;
    private Jwt? _token;
    private OidcProvider? _provider;

    internal AssumeRoleWithWebIdentity(IssuerKeys keys, RoleSessions sessions) => (_keys, _sessions) = (keys, sessions);

    /// <summary>Which role, and what the session is to be.</summary>
    /// <param name="RoleArn">Of any account here; the provider must be one of that account.</param>
    /// <param name="RoleSessionName">2 to 64 characters: part of the session's ARN.</param>
    /// <param name="WebIdentityToken">An ID token of the provider, at most 20,000 characters.</param>
    /// <param name="ProviderId">Refused: it is for access tokens.</param>
    /// <param name="PolicyArns">At most 10 managed policies that limit the session.</param>
    /// <param name="Policy">A policy that limits it, at most 2048 characters.</param>
    /// <param name="DurationSeconds">900 up to the role's own limit; 3600 when left out.</param>
    public sealed record Request(
        string RoleArn, string RoleSessionName, WebIdentityToken WebIdentityToken, string? ProviderId = null,
        IReadOnlyList<SessionPolicy>? PolicyArns = null, string? Policy = null, int? DurationSeconds = null) : IRequest<Response>;

    /// <summary>The credentials, and what the token says.</summary>
    /// <param name="Credentials">Key pair, token and end.</param>
    /// <param name="SubjectFromWebIdentityToken">Whom the provider vouches for.</param>
    /// <param name="AssumedRoleUser">Who the caller is with them.</param>
    /// <param name="PackedPolicySize">How much of the room for policies is taken, in percent; null when there are none.</param>
    /// <param name="Provider">The issuer.</param>
    /// <param name="Audience">For whom the token was made.</param>
    /// <param name="SourceIdentity">Who stands behind it, if the token says so; needs <c>sts:SetSourceIdentity</c>.</param>
    public sealed record Response(
        Credentials Credentials, string SubjectFromWebIdentityToken, AssumedRole AssumedRoleUser, int? PackedPolicySize, string Provider, string Audience,
        string? SourceIdentity) : IToldInAudit;

    /// <inheritdoc/>
    public static string Action => "sts:AssumeRoleWithWebIdentity";

    /// <inheritdoc/>
    /// <remarks>Nothing: who calls is known only when the token has been judged. What is looked up here is looked up before the provider is asked, so that no transaction waits for it.</remarks>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        _token = Jwt.TryRead(request.WebIdentityToken.Reveal());
        if (_token?.Find("iss") is { Length: <= 255 } issuer && AccountOf(request.RoleArn) is { } account)
            _provider = await call.Store.OidcProviders.FindByUrl(account, issuer);
        return [];
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">InvalidIdentityToken, IDPCommunicationError.</exception>
    public async Task Prepare(Request request, Call call)
    {
        if (request.ProviderId is not null)
            throw WebIdentityErrors.ProviderIdIsForAccessTokens();
        var token = _token ?? throw WebIdentityErrors.NoToken("It is not three parts of JSON and a signature, or its algorithm is not taken.");
        var provider = _provider ?? throw NoProvider(token);
        var key = await _keys.Find(provider.Url, token);
        if (!key.Verifies(token))
            throw WebIdentityErrors.WrongSignature("The signature is not the key's.");
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">
    /// AccessDenied; InvalidIdentityToken, ExpiredTokenException; ValidationError: too long; MalformedPolicyDocument, PackedPolicyTooLarge.
    /// </exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var provider = await call.Store.OidcProviders.FindByUrl(_provider!.AccountId, _provider.Url) ?? throw NoProvider(_token!);    // deleted meanwhile
        var vouched = TokenRules.Check(_token!, provider, await call.Store.OidcProviders.ClientIds(provider.ProviderId), call.Now);
        var keys = SessionKeys.Of(request.RoleSessionName, null, null, vouched.SourceIdentity);
        foreach (var (key, values) in vouched.Keys)
            keys.TryAdd(key, values);
        Authoriser.AuthoriseWebIdentity(provider, call, await RoleSessions.Needs(Action, request.RoleArn, keys, null, vouched.SourceIdentity, call));

        var role = (await RoleSessions.Find(request.RoleArn, call.Store))!;    // its trust policy has just been asked
        var session = await _sessions.Make(
            role,
            new SessionFacts(request.RoleSessionName) { Policy = request.Policy, SourceIdentity = vouched.SourceIdentity, FederatedProvider = provider.Arn },
            request.PolicyArns, call);
        var (credentials, user) = RoleSessions.Issue(role, session, request.DurationSeconds, call);
        return new Response(
            credentials, vouched.Subject, user, SessionToken.PackedSize(session), vouched.Issuer, vouched.Audience, session.SourceIdentity);
    }

    // The token is anybody's text until its signature is checked: only what looks like an address is shown again.
    private static ApiError NoProvider(Jwt token) => WebIdentityErrors.NoProvider(
        token.Find("iss") is { Length: <= 255 } issuer && issuer.All(one => one is > ' ' and <= '~') ? issuer : "its issuer");

    private static string? AccountOf(string roleArn) => roleArn.Split(':', 6) is ["arn", _, "iam", "", var account, _] ? account : null;
}
