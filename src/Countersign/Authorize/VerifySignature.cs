using Countersign.Policy;
using Countersign.Query;
using Countersign.Storage;

namespace Countersign.Authorize;

/// <summary>Says for another service who signed a request that it received, and whether with MFA: the secret need not leave for that.</summary>
/// <remarks>
/// The same verifier as at our own door. Only signers of the account that asks are told; those of others are as unknown. A signature that
/// is not good is an answer, with the code that our own door would refuse it with. What was verified once verifies again for 15
/// minutes: once-only is the service's affair.
/// </remarks>
public sealed class VerifySignature : IOperation<VerifySignature.Request, VerifySignature.Response>
{
    private readonly SigningKeyCache _keys;
    private readonly KnownKeys _known;
    private readonly LastUsed _lastUsed;
    private readonly Principals _principals;

    internal VerifySignature(SigningKeyCache keys, KnownKeys known, LastUsed lastUsed, Principals principals) =>
        (_keys, _known, _lastUsed, _principals) = (keys, known, lastUsed, principals);

    /// <summary>A signed request, and what it must be signed for.</summary>
    /// <param name="Service">The service's name in the signature's scope: <c>shop</c>.</param>
    /// <param name="Region">The region there.</param>
    /// <param name="Received">What was received.</param>
    public sealed record Request(string Service, string Region, ReceivedRequest Received) : IRequest<Response>;

    /// <summary>Who signed, or why that cannot be said.</summary>
    /// <param name="Signer">Null when the signature is not good.</param>
    /// <param name="Refusal">What our own door would answer; null when the signature is good.</param>
    public sealed record Response(Signer? Signer, ApiError? Refusal) : IToldInAudit
    {
        /// <summary>Whether the signature is good.</summary>
        public bool Verified => Signer is not null;

        /// <summary>The signer's ARN, for the audit log.</summary>
        public string? SignerArn => Signer?.Arn;

        /// <summary>The signer's access key id, for the audit log.</summary>
        public string? SignerAccessKeyId => Signer?.Subject.Id;

        /// <summary>Why not, for the audit log.</summary>
        public string? RefusalCode => Refusal?.Code;
    }

    /// <inheritdoc/>
    public static string Action => "countersign:VerifySignature";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    public async Task<Response> Execute(Request request, Call call)
    {
        try
        {
            var signed = SignedRequest.TryRead(request.Received.ToWire(), [request.Service]) ?? throw QueryErrors.MissingAuthenticationToken();
            if (signed.Scope.Region != request.Region)
                throw QueryErrors.WrongRegion(signed.Scope.Region);
            var caller = await new SignatureProof(signed, _keys, _known, _lastUsed).Authenticate(call.Store, call.Now);
            return caller is PrincipalCaller signer && signer.AccountId == call.AccountId
                ? new Response(await Told(signer, signed, call), null)
                : throw QueryErrors.InvalidClientTokenId(request.Service);
        }
        catch (ApiError refusal) when (refusal.Status < 500)
        {
            return new Response(null, refusal);
        }
    }

    private async Task<Signer> Told(PrincipalCaller caller, SignedRequest signed, Call call)
    {
        var known = new RequestContext();
        RequestKeys.AddCaller(known, caller, await _principals.Find(caller, call.Store));
        var session = caller.Credential as Credential.Temporary;
        return new Signer(
            new Subject(session is null ? SubjectKind.AccessKey : SubjectKind.Session, signed.AccessKeyId, signed.SecurityToken),
            caller.AccountId, caller.Arn, caller.UserId, known.Find("aws:PrincipalType").Text!, signed.SignedAt)
        {
            UserName = (caller as UserCaller)?.User.UserName,
            MfaAge = session?.MfaAt is { } given ? Math.Max(0, (long)(call.Now - given).TotalSeconds) : null,
            SessionIssuedAt = session?.IssuedAt,
            SessionName = caller switch
            {
                RoleCaller role => role.Session.Name,
                FederatedCaller federated => federated.Session.Name,
                _ => null,
            },
            SourceIdentity = known.Find("aws:SourceIdentity").Text,
            Tags = known.Values.Where(pair => pair.Key.StartsWith(Signer.TagPrefix, StringComparison.OrdinalIgnoreCase))
                .ToDictionary(pair => pair.Key[Signer.TagPrefix.Length..], pair => pair.Value.Text!, StringComparer.OrdinalIgnoreCase),
        };
    }
}
