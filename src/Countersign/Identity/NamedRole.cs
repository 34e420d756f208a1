using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>The role that a request means.</summary>
internal static class NamedRole
{
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public static async Task<Role> Of(string roleName, Call call) =>
        await call.Store.Roles.Find(call.AccountId, roleName) ?? throw IamErrors.NoSuchRole(roleName);
}
