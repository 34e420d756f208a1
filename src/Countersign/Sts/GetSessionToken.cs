using Countersign.Mfa;
using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.Sts;

/// <summary>Gives a user temporary credentials, with MFA if a code comes along.</summary>
/// <remarks>Needs no permission, and policies have no effect on it, as in AWS; what the credentials may do is the user's policies' affair.</remarks>
/// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html"/>
public sealed class GetSessionToken : IOperation<GetSessionToken.Request, GetSessionToken.Response>
{
    private const int DefaultSeconds = 43_200;

    private readonly CodeJudge _judge;

    internal GetSessionToken(CodeJudge judge) => _judge = judge;

    /// <summary>How long, and the second factor.</summary>
    /// <param name="DurationSeconds">900 to 129600; 12 hours when left out.</param>
    /// <param name="SerialNumber">The caller's device.</param>
    /// <param name="TokenCode">The code it shows.</param>
    public sealed record Request(int? DurationSeconds = null, string? SerialNumber = null, OneTimeCode? TokenCode = null) : IRequest<Response>;

    /// <summary>The credentials.</summary>
    /// <param name="Credentials">Key pair, token and end.</param>
    public sealed record Response(Credentials Credentials);

    /// <inheritdoc/>
    public static string Action => "sts:GetSessionToken";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    /// <remarks>Counted against the caller, and against the device only if it is the caller's: nobody can lock another's.</remarks>
    public async Task<Attempt?> Attempts(Request request, Call call)
    {
        if (request.TokenCode is null || call.Caller is not UserCaller { User: var user })
            return null;
        var device = await FindDevice(request, call);
        return new Attempt(
            device is null ? [Attempt.OfUser(user.UserId)] : [Attempt.OfUser(user.UserId), Attempt.OfDevice(device.DeviceId)],
            StsErrors.TooManyCodes);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">AccessDenied: wrong or used code, unknown device, one of the two missing, or called with a session.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (call.Caller is not UserCaller { Credential: Credential.AccessKey } caller)
            throw StsErrors.SessionCredentials("GetSessionToken");
        if (request.SerialNumber is null != request.TokenCode is null)
            throw StsErrors.BothOrNone();
        if (request.TokenCode is { } code)
        {
            var device = await FindDevice(request, call) ?? throw StsErrors.UnknownDevice();
            var outcome = await _judge.Spend(device, code, call);
            if (outcome != CodeOutcome.Accepted)
                throw outcome == CodeOutcome.AlreadyUsed ? StsErrors.CodeAlreadyUsed() : StsErrors.WrongCode();
        }

        var expires = call.Now.AddSeconds(request.DurationSeconds ?? DefaultSeconds);
        var now = call.Now.ToUnixTimeMilliseconds();
        var (id, secret, token) = SessionToken.Issue(call.Store.Sealing, call.AccountId, new SessionToken.Statement(
            caller.User.UserId, now, expires.ToUnixTimeMilliseconds(), request.TokenCode is null ? null : now));
        return new Response(new Credentials(id, secret, token, expires));
    }

    private static async Task<MfaDevice?> FindDevice(Request request, Call call) =>
        request.SerialNumber is { } serial
        && await call.Store.MfaDevices.Find(call.AccountId, serial) is { } device
        && device.UserId == call.Self.UserId
        && SecondFactor.Of(device) is CodeDevice    // a passkey has none, and its number is as good as unknown here, as in AWS
            ? device
            : null;
}
