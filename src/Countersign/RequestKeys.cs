using Countersign.Policy;

namespace Countersign;

/// <summary>Fills in the condition keys of a request, in one place for every kind of credential (reference: policy language §4).</summary>
internal static class RequestKeys
{
    public static RequestContext Of(UserCaller caller, PrincipalSnapshot principal, Call call, Need need)
    {
        var context = new RequestContext()
            .Set("aws:username", caller.User.UserName)
            .Set("aws:userid", caller.User.UserId)
            .Set("aws:PrincipalArn", caller.Arn)
            .Set("aws:PrincipalAccount", caller.User.AccountId)
            .Set("aws:PrincipalType", "User")
            .Set("aws:PrincipalIsAWSService", false)
            .Set("aws:ViaAWSService", false)
            .Set("aws:ResourceAccount", call.AccountId)
            .Set("aws:CurrentTime", call.Now)
            .Set("aws:EpochTime", call.Now.ToUnixTimeSeconds())
            .Set("aws:SourceIp", call.Facts.SourceIp)
            .Set("aws:SecureTransport", call.Facts.SecureTransport)
            .Set("aws:UserAgent", call.Facts.UserAgent)
            .Set("aws:RequestedRegion", call.Facts.Region)
            .Set("countersign:MFAEnrolled", principal.HasMfaDevice);
        if (call.Facts.Referer is { } referer)
            context.Set("aws:Referer", referer);
        foreach (var tag in principal.Tags)
            context.Set("aws:PrincipalTag/" + tag.Key, tag.Value);

        // Long-term keys know nothing of MFA: the key is absent, not false.
        if (caller.Credential is not Credential.AccessKey)
        {
            var mfa = caller.Credential.MfaGivenAt;
            context.Set("aws:MultiFactorAuthPresent", mfa is not null);
            if (mfa is { } given)
                context.Set("aws:MultiFactorAuthAge", Math.Max(0, (long)(call.Now - given).TotalSeconds));
            context.Set("aws:TokenIssueTime", caller.Credential switch
            {
                Credential.Temporary temporary => temporary.IssuedAt,
                Credential.Console console => console.Session.StartedAt,
                _ => call.Now,
            });
        }

        foreach (var (key, values) in need.Keys)
        {
            if (key.Equals("aws:TagKeys", StringComparison.OrdinalIgnoreCase))
                context.Set(key, values);
            else
                context.Set(key, values[0]);
        }

        return context;
    }
}
