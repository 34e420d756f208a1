using Countersign.Storage;

namespace Countersign.Sts;

/// <summary>Whose temporary credentials are.</summary>
internal static class SessionHolder
{
    /// <summary>Finds who acts with them. Neither signature nor end of the session is looked at.</summary>
    /// <param name="accessKeyId">The temporary key's id.</param>
    /// <param name="statement">What its token states.</param>
    /// <param name="store">The tables.</param>
    /// <returns>Null when the user or the role is gone, or its sessions were ended since.</returns>
    public static async Task<PrincipalCaller?> Find(string accessKeyId, SessionToken.Statement statement, Store store)
    {
        var credential = new Credential.Temporary(
            accessKeyId,
            DateTimeOffset.FromUnixTimeMilliseconds(statement.IssuedAtMs),
            statement.MfaAtMs is { } mfa ? DateTimeOffset.FromUnixTimeMilliseconds(mfa) : null);
        if (statement.UserId.StartsWith("AROA", StringComparison.Ordinal))
        {
            var role = await store.Roles.FindById(statement.UserId);
            return role is null || statement.IssuedAtMs < role.NotBeforeMs ? null : new RoleCaller(role, statement.Session!, credential);
        }

        var user = await store.Users.FindById(statement.UserId);
        if (user is null || statement.IssuedAtMs < user.NotBeforeMs)
            return null;
        return statement.Session is { } session ? new FederatedCaller(user, session, credential) : new UserCaller(user, credential);
    }
}
