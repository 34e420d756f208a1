using Countersign.ServiceModel;
using Countersign.SignIn;

namespace Countersign.Identity;

/// <summary>Gives a user a first password for the console.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html"/>
public sealed class CreateLoginProfile : IOperation<CreateLoginProfile.Request, CreateLoginProfile.Response>
{
    private readonly PasswordChange _change;

    internal CreateLoginProfile(PasswordChange change) => _change = change;

    /// <summary>For whom, and which.</summary>
    /// <param name="UserName">The user; the caller when left out.</param>
    /// <param name="Password">Must satisfy the account's password policy. The model does not require it, this operation does.</param>
    /// <param name="PasswordResetRequired">True when the user must choose another at the first sign-in; false when left out.</param>
    public sealed record Request(string? UserName = null, Password? Password = null, bool? PasswordResetRequired = null) : IRequest<Response>;

    /// <summary>The login profile.</summary>
    /// <param name="LoginProfile">Without the password.</param>
    public sealed record Response(IamLoginProfile LoginProfile);

    /// <inheritdoc/>
    public static string Action => "iam:CreateLoginProfile";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    public async Task Prepare(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        if (request.Password is null)
            throw Fault.Refuse([new Fault("password", Constraint.NotNull)]);
        if (await call.Store.LoginProfiles.Find(user.UserId) is not null)
            throw IamErrors.LoginProfileExists(user.UserName);
        await _change.Prepare(user, request.Password, mustDiffer: false, call);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity, EntityAlreadyExists, PasswordPolicyViolation.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        if (await call.Store.LoginProfiles.Find(user.UserId) is not null)
            throw IamErrors.LoginProfileExists(user.UserName);
        await _change.Apply(user, request.PasswordResetRequired ?? false, call);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return new Response(IamLoginProfile.Of(user, (await call.Store.LoginProfiles.Find(user.UserId))!));
    }
}
