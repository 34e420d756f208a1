using Countersign.Policy;
using Countersign.SignIn;
using Countersign.Sts.WebIdentity;

namespace Countersign;

/// <summary>Decides whether a caller may do what an operation needs: the pipeline's third step.</summary>
internal sealed class Authoriser(Principals principals)
{
    /// <summary>After how long the console asks for the password (and the factor) again before it changes credentials.</summary>
    public static readonly TimeSpan FreshProofLifetime = TimeSpan.FromMinutes(15);

    /// <exception cref="ApiError">AccessDenied in AWS's words; InvalidClientTokenId for a session without MFA that calls IAM.</exception>
    public async Task Authorise(Call call, IReadOnlyList<Need> needs)
    {
        switch (call.Caller)
        {
            case LocalOperator:
                return;
            case PrincipalCaller principal:
                await Authorise(principal, call, needs);
                return;
            case PendingCaller pending when needs.Count > 0 && needs.All(need => need.AtEnrolment):
                await Authorise(new UserCaller(pending.User, new Credential.Enrolment(pending.Attempt)), call, needs);
                return;
            default:
                if (needs.Count > 0)
                    throw IamErrors.NotSignedIn(needs[0].Action);
                return;
        }
    }

    /// <summary>Whether the caller may, so that a page does not show what leads nowhere.</summary>
    public async Task<bool> Allows(Call call, IReadOnlyList<Need> needs)
    {
        try
        {
            await Authorise(call, needs);
            return true;
        }
        catch (ApiError)
        {
            return false;
        }
    }

    /// <summary>What the caller would be answered, and why: by the very rules of <see cref="Authorise(Call, IReadOnlyList{Need})"/>.</summary>
    /// <param name="caller">Who would call.</param>
    /// <param name="call">When, from where and in which account.</param>
    /// <param name="need">What would be needed.</param>
    public async Task<Judgement> Explain(PrincipalCaller caller, Call call, Need need)
    {
        var snapshot = await principals.Find(caller, call.Store);
        var request = RequestOf(caller, snapshot, call, need);
        var explanation = Explainer.Explain(Bearing(await Policies(caller, snapshot, call.Store), need), request);
        var limit = SessionRules.LimitOf(caller, need.Action);
        return new Judgement(need, request, explanation, limit, limit?.Refusal ?? RefusalOf(caller, need, explanation.Decision));
    }

    /// <summary>What somebody would be answered who calls another service, by the rules of this one.</summary>
    /// <param name="caller">Who calls there.</param>
    /// <param name="call">The other service's own call, which asks.</param>
    /// <param name="need">What is needed there; its keys are what that service knows of the request.</param>
    /// <returns>The refusal; null when it is allowed.</returns>
    public async Task<ApiError?> Elsewhere(PrincipalCaller caller, Call call, Need need)
    {
        if (SessionRules.LimitOf(caller, need.Action) is { } limit)
            return limit.Refusal;
        var snapshot = await principals.Find(caller, call.Store);
        var request = new PolicyRequest(
            PrincipalOf(caller), need.Action, need.Resource, RequestKeys.Elsewhere(caller, snapshot, call, need), need.ResourceAccount ?? call.AccountId);
        return RefusalOf(caller, need, Evaluator.Evaluate(await Policies(caller, snapshot, call.Store), request));
    }

    private async Task Authorise(PrincipalCaller caller, Call call, IReadOnlyList<Need> needs)
    {
        if (needs.Count == 0)
            return;

        var snapshot = await principals.Find(caller, call.Store);
        var policies = await Policies(caller, snapshot, call.Store);
        foreach (var need in needs)
        {
            if (SessionRules.LimitOf(caller, need.Action) is { } limit)
                throw limit.Refusal;
            var decision = Evaluator.Evaluate(Bearing(policies, need), RequestOf(caller, snapshot, call, need));
            if (RefusalOf(caller, need, decision) is { } refusal)
                throw refusal;
        }

        if (caller.Credential is Credential.Console console && needs.Any(need => need.FreshProof) && !IsFresh(console.Session, snapshot, call.Now))
            throw SignInErrors.FreshProofNeeded();
    }

    /// <summary>Whether a role's trust policy lets somebody in for whom a provider vouches: nobody else's policies are asked.</summary>
    /// <exception cref="ApiError">AccessDenied, which does not say why: whoever asks may be anybody.</exception>
    public static void AuthoriseWebIdentity(Storage.OidcProvider provider, Call call, IReadOnlyList<Need> needs)
    {
        foreach (var need in needs)
        {
            var request = new PolicyRequest(
                Principal.WebIdentity(provider.Arn, provider.AccountId), need.Action, need.Resource, RequestKeys.Of(call, need), provider.AccountId);
            if (!Evaluator.Evaluate(Bearing(new PolicySet(), need), request).IsAllowed)
                throw WebIdentityErrors.NotAuthorized($"No trust policy of {need.Resource} allows {need.Action} to {provider.Arn}.");
        }
    }

    private static ApiError? RefusalOf(PrincipalCaller caller, Need need, Decision decision) =>
        decision.IsAllowed || (need.UnlessDenied && decision.Outcome == Outcome.ImplicitDeny)
            ? null
            : IamErrors.AccessDenied(caller.Arn, need.Action, need.Shown, DenialText.Reason(decision, need.Action));

    private async Task<PolicySet> Policies(PrincipalCaller caller, PrincipalSnapshot snapshot, Storage.Store store) => new()
    {
        Identity = snapshot.Identity,
        Boundary = snapshot.Boundary,
        Session = caller switch
        {
            RoleCaller role => await principals.OfSession(role.Session, store),
            FederatedCaller federated => await principals.OfSession(federated.Session, store),
            _ => null,
        },
    };

    private static PolicySet Bearing(PolicySet policies, Need need) =>
        need.ResourcePolicy is { } own ? policies with { Resource = new PolicyLayer(own) } : policies;

    private static PolicyRequest RequestOf(PrincipalCaller caller, PrincipalSnapshot snapshot, Call call, Need need) => new(
        PrincipalOf(caller), need.Action, need.Resource, RequestKeys.Of(caller, snapshot, call, need), need.ResourceAccount ?? call.AccountId);

    /// <summary>The caller as policies know it.</summary>
    public static Principal PrincipalOf(PrincipalCaller caller) => caller switch
    {
        RoleCaller { Role: var role } => Principal.RoleSession(caller.Arn, role.Arn, role.AccountId, role.RoleId),
        FederatedCaller { User: var user } => Principal.FederatedUser(caller.Arn, user.Arn, user.AccountId, user.UserId),
        _ => Principal.User(caller.Arn, caller.AccountId, caller.UserId),
    };

    private static bool IsFresh(Storage.ConsoleSession session, PrincipalSnapshot principal, DateTimeOffset now)
    {
        var since = now - FreshProofLifetime;
        return session.PasswordAt >= since && (!principal.HasMfaDevice || session.MfaAt >= since);
    }
}
