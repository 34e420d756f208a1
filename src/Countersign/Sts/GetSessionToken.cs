using Countersign.Mfa;
using Countersign.Otp;

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
    public Task<Attempt?> Attempts(Request request, Call call) => CallersDevice.Attempts(request.SerialNumber, request.TokenCode, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">AccessDenied: wrong or used code, unknown device, one of the two missing, or called with a session.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var caller = call.Caller as UserCaller ?? throw StsErrors.SessionCredentials("GetSessionToken");
        if (SessionRules.LimitOf(caller, Action) is { } limit)
            throw limit.Refusal;
        var isMfa = await CallersDevice.Judge(request.SerialNumber, request.TokenCode, _judge, call);

        var expires = call.Now.AddSeconds(request.DurationSeconds ?? DefaultSeconds);
        var now = call.Now.ToUnixTimeMilliseconds();
        var (id, secret, token) = SessionToken.Issue(call.Store.Sealing, call.AccountId, new SessionToken.Statement(
            caller.User.UserId, now, expires.ToUnixTimeMilliseconds(), isMfa ? now : null));
        return new Response(new Credentials(id, secret, token, expires));
    }
}
