using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>The group that a request means.</summary>
internal static class NamedGroup
{
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public static async Task<Group> Of(string groupName, Call call) =>
        await call.Store.Groups.Find(call.AccountId, groupName) ?? throw IamErrors.NoSuchGroup(groupName);
}
