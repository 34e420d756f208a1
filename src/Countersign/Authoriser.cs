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
            case UserCaller user:
                await Authorise(user, call, needs);
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

    private async Task Authorise(UserCaller caller, Call call, IReadOnlyList<Need> needs)
    {
        if (needs.Count == 0)
            return;

        var principal = await principals.Find(caller.User, call.Store);
        var policies = new PolicySet { Identity = principal.Identity };
        foreach (var need in needs)
        {
            LimitOfSession(caller.Credential, need);
            var context = RequestKeys.Of(caller, principal, call, need);
            var decision = Evaluator.Evaluate(
                policies, new PolicyRequest(principal.Principal, need.Action, need.Resource, context, call.AccountId));
            if (!decision.IsAllowed && !(need.UnlessDenied && decision.Outcome == Outcome.ImplicitDeny))
                throw IamErrors.AccessDenied(caller.Arn, need.Action, need.Shown, DenialText.Reason(decision, need.Action));
        }

        if (caller.Credential is Credential.Console console && needs.Any(need => need.FreshProof) && !IsFresh(console.Session, principal, call.Now))
            throw SignInErrors.FreshProofNeeded();
    }

    // What AWS does not let temporary credentials from GetSessionToken do, whatever policies say ("Comparing the AWS STS API operations").
    private static void LimitOfSession(Credential credential, Need need)
    {
        if (credential is not Credential.Temporary session)
            return;
        if (need.Action.StartsWith("sts:", StringComparison.Ordinal))
            throw StsErrors.SessionCredentials(need.Action[4..]);
        if (session.MfaAt is null)
            throw IamErrors.SessionWithoutMfa();
    }

    private static bool IsFresh(Storage.ConsoleSession session, PrincipalSnapshot principal, DateTimeOffset now)
    {
        var since = now - FreshProofLifetime;
        return session.PasswordAt >= since && (!principal.HasMfaDevice || session.MfaAt >= since);
    }
}
