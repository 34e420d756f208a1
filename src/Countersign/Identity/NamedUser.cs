using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>The user that a request means.</summary>
internal static class NamedUser
{
    /// <summary>The user of that name; the caller when no name is given.</summary>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError when no name is given by a caller who is no user.</exception>
    public static async Task<User> Of(string? userName, Call call) => userName is null
        ? call.Self
        : await call.Store.Users.Find(call.AccountId, userName) ?? throw IamErrors.NoSuchUser(userName);
}
