using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>The instance profile that a request means.</summary>
internal static class NamedInstanceProfile
{
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public static async Task<InstanceProfile> Of(string profileName, Call call) =>
        await call.Store.InstanceProfiles.Find(call.AccountId, profileName) ?? throw IamErrors.NoSuchInstanceProfile(profileName);
}
