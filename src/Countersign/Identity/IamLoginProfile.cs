using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>A user's console password as the API answers it: never the password (IAM API Reference, LoginProfile).</summary>
/// <param name="UserName">Whose it is.</param>
/// <param name="CreateDate">When the user first got one.</param>
/// <param name="PasswordResetRequired">True when a new one must be chosen at the next sign-in.</param>
public sealed record IamLoginProfile(string UserName, DateTimeOffset CreateDate, bool PasswordResetRequired)
{
    internal static IamLoginProfile Of(User user, LoginProfile profile) => new(user.UserName, profile.CreatedAt, profile.ResetRequired);
}
