using Countersign.Policy;

namespace Countersign.Identity;

/// <summary>Who calls in a simulation, and for whom.</summary>
internal static class SimulatedCaller
{
    /// <summary>A user of whom the ARN is known: what follows from it is put into the request.</summary>
    /// <exception cref="ApiError">InvalidInput: no ARN of a user.</exception>
    public static async Task<Principal> Named(string callerArn, RequestContext context, Call call)
    {
        if (callerArn.Split(':', 6) is not ["arn", "aws", "iam", "", _, ['u', 's', 'e', 'r', '/', .. { Length: > 0 } path]]
            || AccountOf(callerArn) is not { } account)
        {
            throw IamErrors.NotAnEntity(callerArn);
        }

        var name = path[(path.LastIndexOf('/') + 1)..];
        context.Set("aws:PrincipalArn", callerArn).Set("aws:PrincipalAccount", account).Set("aws:PrincipalType", "User").Set("aws:username", name);
        var user = await call.Store.Users.Find(account, name);
        return Principal.User(callerArn, account, user?.Arn == callerArn ? user.UserId : null);
    }

    /// <summary>Somebody of the account, where nothing depends on who it is.</summary>
    public static Principal Anybody(Call call) => Principal.User(Arn.OfUser(call.AccountId, "/", "anybody"), call.AccountId);

    /// <summary>The account that owns the resources whose ARN names none; null: the caller's.</summary>
    /// <exception cref="ApiError">InvalidInput: neither an ARN with an account nor 12 digits.</exception>
    public static string? Owner(string? resourceOwner) => resourceOwner switch
    {
        null => null,
        { Length: 12 } when resourceOwner.All(char.IsAsciiDigit) => resourceOwner,
        _ => AccountOf(resourceOwner)
            ?? throw IamErrors.InvalidInput($"ResourceOwner: {resourceOwner} is no account. Give its root's ARN, as in arn:aws:iam::123456789012:root."),
    };

    /// <summary>The account in an ARN; null when it names none.</summary>
    public static string? AccountOf(string arn) =>
        arn.Split(':', 6) is ["arn", _, _, _, { Length: 12 } account, _] && account.All(char.IsAsciiDigit) ? account : null;
}
