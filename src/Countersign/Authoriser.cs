using Countersign.Policy;
using Countersign.SignIn;
using Countersign.Sts;

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

    /// <summary>Why policies let somebody do something, or do not; what temporary credentials may never do is not asked.</summary>
    public async Task<Explanation> Explain(PrincipalCaller caller, Call call, Need need)
    {
        var snapshot = await principals.Find(caller, call.Store);
        return Explainer.Explain(Bearing(await Policies(caller, snapshot, call.Store), need), RequestOf(caller, snapshot, call, need));
    }

    private async Task Authorise(PrincipalCaller caller, Call call, IReadOnlyList<Need> needs)
    {
        if (needs.Count == 0)
            return;

        var snapshot = await principals.Find(caller, call.Store);
        var policies = await Policies(caller, snapshot, call.Store);
        foreach (var need in needs)
        {
            LimitOfSession(caller, need);
            var decision = Evaluator.Evaluate(Bearing(policies, need), RequestOf(caller, snapshot, call, need));
            if (!decision.IsAllowed && !(need.UnlessDenied && decision.Outcome == Outcome.ImplicitDeny))
                throw IamErrors.AccessDenied(caller.Arn, need.Action, need.Shown, DenialText.Reason(decision, need.Action));
        }

        if (caller.Credential is Credential.Console console && needs.Any(need => need.FreshProof) && !IsFresh(console.Session, snapshot, call.Now))
            throw SignInErrors.FreshProofNeeded();
    }

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

    // What AWS does not let temporary credentials do, whatever policies say ("Comparing the AWS STS API operations").
    private static void LimitOfSession(PrincipalCaller caller, Need need)
    {
        var isSts = need.Action.StartsWith("sts:", StringComparison.Ordinal);
        switch (caller)
        {
            case FederatedCaller when isSts:
                throw StsErrors.SessionCredentials(need.Action[4..]);
            case FederatedCaller when need.Action.StartsWith("iam:", StringComparison.Ordinal):
                throw IamErrors.SessionWithoutMfa();
            case RoleCaller when need.Action is "sts:GetFederationToken":
                throw StsErrors.SessionCredentials("GetFederationToken");
            case UserCaller { Credential: Credential.Temporary session }:
                if (isSts && need.Action is not ("sts:AssumeRole" or "sts:TagSession" or "sts:SetSourceIdentity"))
                    throw StsErrors.SessionCredentials(need.Action[4..]);
                if (!isSts && session.MfaAt is null)
                    throw IamErrors.SessionWithoutMfa();
                break;
        }
    }

    private static bool IsFresh(Storage.ConsoleSession session, PrincipalSnapshot principal, DateTimeOffset now)
    {
        var since = now - FreshProofLifetime;
        return session.PasswordAt >= since && (!principal.HasMfaDevice || session.MfaAt >= since);
    }
}
