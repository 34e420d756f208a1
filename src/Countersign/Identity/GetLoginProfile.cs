namespace Countersign.Identity;

/// <summary>Tells whether a user has a password, since when, and whether it must be changed.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html"/>
public sealed class GetLoginProfile : IOperation<GetLoginProfile.Request, GetLoginProfile.Response>
{
    /// <summary>Whose.</summary>
    /// <param name="UserName">The user; the caller when left out.</param>
    public sealed record Request(string? UserName = null) : IRequest<Response>;

    /// <summary>The login profile.</summary>
    /// <param name="LoginProfile">Without the password.</param>
    public sealed record Response(IamLoginProfile LoginProfile);

    /// <inheritdoc/>
    public static string Action => "iam:GetLoginProfile";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such user, or no password.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        var profile = await call.Store.LoginProfiles.Find(user.UserId) ?? throw IamErrors.NoLoginProfile(user.UserName);
        return new Response(IamLoginProfile.Of(user, profile));
    }
}
