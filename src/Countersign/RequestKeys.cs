using Countersign.Policy;
using Countersign.Sts;

namespace Countersign;

/// <summary>Fills in the condition keys of a request, in one place for every kind of credential (reference: policy language §4).</summary>
internal static class RequestKeys
{
    public static RequestContext Of(PrincipalCaller caller, PrincipalSnapshot principal, Call call, Need need)
    {
        var context = OfCall(call, need);
        AddCaller(context, caller, principal);
        AddCredential(context, caller.Credential, call.Now);
        return With(context, need);
    }

    /// <summary>Of somebody who calls another service: how and from where, that service tells (<see cref="Need.Keys"/>), and can claim nothing that is known here.</summary>
    public static RequestContext Elsewhere(PrincipalCaller caller, PrincipalSnapshot principal, Call call, Need need)
    {
        var context = With(new RequestContext(), need);
        foreach (var (key, value) in AtAnyTime(call.Now).Values)
            context.Set(key, value.Text!);
        context.Set("aws:ResourceAccount", need.ResourceAccount ?? call.AccountId);
        AddCaller(context, caller, principal);
        AddCredential(context, caller.Credential, call.Now);
        return context;
    }

    /// <summary>Of a call whose caller no policies of this server know: a web identity's.</summary>
    public static RequestContext Of(Call call, Need need) => With(OfCall(call, need), need);

    /// <summary>What every request says, whoever calls.</summary>
    public static RequestContext AtAnyTime(DateTimeOffset now) => new RequestContext()
        .Set("aws:PrincipalIsAWSService", false)
        .Set("aws:ViaAWSService", false)
        .Set("aws:CurrentTime", now)
        .Set("aws:EpochTime", now.ToUnixTimeSeconds());

    /// <summary>What is known of a caller before it calls, whatever its credential.</summary>
    public static void AddCaller(RequestContext context, PrincipalCaller caller, PrincipalSnapshot principal)
    {
        context
            .Set("aws:userid", caller.UserId)
            .Set("aws:PrincipalArn", caller is RoleCaller { Role: var role } ? role.Arn : caller.Arn)
            .Set("aws:PrincipalAccount", caller.AccountId);
        foreach (var tag in principal.Tags)
            context.Set("aws:PrincipalTag/" + tag.Key, tag.Value);
        switch (caller)
        {
            case UserCaller user:
                context.Set("aws:PrincipalType", "User").Set("aws:username", user.User.UserName).Set("countersign:MFAEnrolled", principal.HasMfaDevice);
                break;
            case RoleCaller session:
                Add(context.Set("aws:PrincipalType", "AssumedRole"), session.Session);
                break;
            case FederatedCaller federated:
                Add(context.Set("aws:PrincipalType", "FederatedUser"), federated.Session);
                break;
        }
    }

    // Long-term keys know nothing of MFA: the key is absent, not false.
    private static void AddCredential(RequestContext context, Credential credential, DateTimeOffset now)
    {
        if (credential is Credential.AccessKey)
            return;
        var mfa = credential.MfaGivenAt;
        context.Set("aws:MultiFactorAuthPresent", mfa is not null);
        if (mfa is { } given)
            context.Set("aws:MultiFactorAuthAge", Math.Max(0, (long)(now - given).TotalSeconds));
        context.Set("aws:TokenIssueTime", credential switch
        {
            Credential.Temporary temporary => temporary.IssuedAt,
            Credential.Console console => console.Session.StartedAt,
            _ => now,
        });
    }

    private static RequestContext OfCall(Call call, Need need)
    {
        var context = AtAnyTime(call.Now)
            .Set("aws:ResourceAccount", need.ResourceAccount ?? call.AccountId)
            .Set("aws:SourceIp", call.Facts.SourceIp)
            .Set("aws:SecureTransport", call.Facts.SecureTransport)
            .Set("aws:UserAgent", call.Facts.UserAgent)
            .Set("aws:RequestedRegion", call.Facts.Region);
        return call.Facts.Referer is { } referer ? context.Set("aws:Referer", referer) : context;
    }

    private static RequestContext With(RequestContext context, Need need)
    {
        foreach (var (key, values) in need.Keys)
        {
            if (key is "aws:TagKeys" or "sts:TransitiveTagKeys" || values.Count != 1)
                context.Set(key, values);
            else
                context.Set(key, values[0]);
        }

        return context;
    }

    // A session's tags lie over those of the role.
    private static void Add(RequestContext context, SessionFacts session)
    {
        foreach (var tag in session.Tags ?? [])
            context.Set("aws:PrincipalTag/" + tag.Key, tag.Value);
        if (session.SourceIdentity is { } source)
            context.Set("aws:SourceIdentity", source);
        if (session.FederatedProvider is { } provider)
            context.Set("aws:FederatedProvider", provider);
    }
}
