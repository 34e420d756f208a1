using Countersign.Mfa;

namespace Countersign.SignIn;

/// <summary>Who is signed in, for the frame around every page.</summary>
public sealed class GetSession : IOperation<GetSession.Request, GetSession.Response>
{
    private readonly Authoriser _authoriser;

    internal GetSession(Authoriser authoriser) => _authoriser = authoriser;

    /// <summary>Nothing to ask: the cookie says which session.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>The session.</summary>
    /// <param name="UserName">Who.</param>
    /// <param name="AccountId">12 digits.</param>
    /// <param name="AccountAlias">If there is one.</param>
    /// <param name="MfaAt">When a second factor was given last; null when not.</param>
    /// <param name="HasMfaDevice">Whether the user has one.</param>
    /// <param name="DeviceNames">The user's devices, the last used first.</param>
    /// <param name="Now">The server's time.</param>
    /// <param name="SignedInBy">The kind of code that stood in for a device when a factor was given last; null when it was a device, or none.</param>
    /// <param name="RecoveryCodesLeft">How many the user has left; null when the user has made none.</param>
    /// <param name="MfaRequiredFrom">When the user, who has no device, will need one to sign in; null when never, or with a device.</param>
    /// <param name="MaySeeSettings">Whether policies let the user see what the account demands of second factors.</param>
    public sealed record Response(
        string UserName, string AccountId, string? AccountAlias, DateTimeOffset? MfaAt, bool HasMfaDevice, IReadOnlyList<string> DeviceNames,
        DateTimeOffset Now, RecoveryCodeKind? SignedInBy, int? RecoveryCodesLeft, DateTimeOffset? MfaRequiredFrom, bool MaySeeSettings);

    /// <inheritdoc/>
    public static string Action => "countersign:GetSession";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    /// <exception cref="ApiError">SessionExpired.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (call.Caller is not UserCaller { Credential: Credential.Console { Session: var session }, User: var user })
            throw SignInErrors.SessionEnded();
        var account = await call.Store.Accounts.Find(call.AccountId);
        var devices = await call.Store.MfaDevices.Of(user.UserId);
        var settings = await call.Store.Accounts.MfaSettings(call.AccountId);
        return new Response(
            user.UserName, call.AccountId, account?.Alias, session.MfaAt, devices.Count > 0, devices.Select(device => device.Name).ToList(), call.Now,
            RecoveryCode.KindOf(session.MfaSerial), await call.Store.RecoveryCodes.Left(user.UserId),
            devices.Count == 0 ? settings.RequiredFrom : null,
            await _authoriser.Allows(call, await Needed.OnAccount(GetMfaSettings.Action)));
    }
}
