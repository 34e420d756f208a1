using Countersign.SignIn;

namespace Countersign.Mfa;

/// <summary>Makes a code that lets a user in once without a device, for some hours, and answers it: this once.</summary>
/// <remarks>
/// For somebody whose device is lost or left at home; the devices stay. A new one replaces the one before. Whoever may take a
/// user's devices away may do it, but never for oneself. Also <c>countersign bypass-code USER</c> on the server.
/// </remarks>
public sealed class CreateBypassCode : IOperation<CreateBypassCode.Request, CreateBypassCode.Response>
{
    /// <summary>The longest that a code is good for.</summary>
    public const int MostHours = 24;

    private readonly byte[] _salt = RecoveryCode.NewSalt();
    private readonly RecoveryCode _code = RecoveryCode.Generate(RecoveryCodeKind.Bypass);

    private byte[] _hash = [];

    /// <summary>For whom, and for how long.</summary>
    /// <param name="UserName">Somebody else, who has a device.</param>
    /// <param name="Hours">1 to 24.</param>
    public sealed record Request(string UserName, int Hours) : IRequest<Response>;

    /// <summary>The code, shown once.</summary>
    /// <param name="Code">For the user, by a way that nobody else reads.</param>
    /// <param name="ExpiresAt">When it is over.</param>
    public sealed record Response(RecoveryCode Code, DateTimeOffset ExpiresAt);

    /// <inheritdoc/>
    public static string Action => "countersign:CreateBypassCode";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfUser(DeactivateMFADevice.Action, request.UserName, call) with { FreshProof = true }];

    /// <inheritdoc/>
    public Task Prepare(Request request, Call call)
    {
        _hash = _code.HashWith(_salt);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError for the hours; AccessDenied for oneself; InvalidInput for somebody without a device.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (request.Hours is < 1 or > MostHours)
            throw MfaErrors.BadHours(MostHours);
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        if (call.Person?.UserId == user.UserId)
            throw MfaErrors.NoBypassForOneself();
        await call.Store.Users.Lock(user.UserId);
        if (await call.Store.MfaDevices.CountOf(user.UserId) == 0)
            throw MfaErrors.NothingToBypass(user.UserName);

        var expiresAt = call.Now + TimeSpan.FromHours(request.Hours);
        await call.Store.RecoveryCodes.Replace(user, RecoveryCodeKind.Bypass, _salt, [_hash], expiresAt, call.Now);
        return new Response(_code, expiresAt);
    }
}
