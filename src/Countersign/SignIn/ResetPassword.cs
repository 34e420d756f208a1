namespace Countersign.SignIn;

/// <summary>Gives a user a made-up one-time password, and console access if there was none; it must be changed at the next sign-in.</summary>
/// <remarks>Also the last resort on the server: <c>countersign reset-password USER</c>.</remarks>
public sealed class ResetPassword : IOperation<ResetPassword.Request, ResetPassword.Response>
{
    private readonly PasswordChange _change;
    private readonly Password _password = Password.Generate();

    internal ResetPassword(PasswordChange change) => _change = change;

    /// <summary>Whose.</summary>
    /// <param name="UserName">The user.</param>
    public sealed record Request(string UserName) : IRequest<Response>;

    /// <summary>The new password, shown once.</summary>
    /// <param name="Password">One-time.</param>
    public sealed record Response(Password Password);

    /// <inheritdoc/>
    public static string Action => "countersign:ResetPassword";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        var user = await call.Store.Users.Find(call.AccountId, request.UserName);
        var exists = user is not null && await call.Store.LoginProfiles.Find(user.UserId) is not null;
        return [await Needed.OfUser(exists ? "iam:UpdateLoginProfile" : "iam:CreateLoginProfile", request.UserName, call) with { FreshProof = true }];
    }

    /// <inheritdoc/>
    public async Task Prepare(Request request, Call call)
    {
        if (await call.Store.Users.Find(call.AccountId, request.UserName) is { } user)
            await _change.Prepare(user, _password, mustDiffer: false, call);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        await _change.Apply(user, resetRequired: true, call);
        return new Response(_password);
    }
}
