namespace Countersign.Policy;

/// <summary>Why a request lacks a context key, where that can be told.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"/>
internal static class AbsentKeys
{
    /// <summary>A clause such as <c>long-term keys carry no MFA</c>; null when there is nothing to say.</summary>
    public static string? WhyAbsent(string key, PolicyRequest request)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var name = (slash < 0 ? key : key[..slash]).ToLowerInvariant();
        var isLongTerm = !request.Context.Find("aws:TokenIssueTime").IsPresent &&
            !request.Context.Find("aws:MultiFactorAuthPresent").IsPresent;
        return name switch
        {
            "aws:multifactorauthpresent" or "aws:multifactorauthage" when isLongTerm => "long-term keys carry no MFA",
            "aws:multifactorauthage" => "the session was made without MFA",
            "aws:tokenissuetime" when isLongTerm => "the request is not signed with temporary credentials",
            "aws:username" when request.Principal.Kind != PrincipalKind.User => "only IAM users have a user name",
            "aws:principaltag" => "the caller has no such tag",
            "aws:resourcetag" or "iam:resourcetag" => "the resource has no such tag",
            "aws:requesttag" or "aws:tagkeys" => "the request passes no such tag",
            "aws:sourceidentity" or "sts:sourceidentity" => "no source identity was set",
            "sts:externalid" => "the call passes no external id",
            "aws:referer" => "the request has no Referer header",
            "iam:permissionsboundary" => "no permissions boundary is involved",
            _ => null,
        };
    }
}
