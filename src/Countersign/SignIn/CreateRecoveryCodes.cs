namespace Countersign.SignIn;

/// <summary>Makes ten recovery codes for the caller, and answers them: this once. Those of before are dead.</summary>
/// <remarks>Each signs in once in the place of a device. They end with the user's last device.</remarks>
public sealed class CreateRecoveryCodes : IOperation<CreateRecoveryCodes.Request, CreateRecoveryCodes.Response>
{
    private readonly byte[] _salt = RecoveryCode.NewSalt();
    private readonly RecoveryCode[] _codes =
        [.. Enumerable.Range(0, RecoveryCode.CodesInSet).Select(_ => RecoveryCode.Generate(RecoveryCodeKind.Own))];

    private byte[][] _hashes = [];

    /// <summary>Nothing to say: it is always for oneself.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>The codes, shown once.</summary>
    /// <param name="Codes">Ten.</param>
    public sealed record Response(IReadOnlyList<RecoveryCode> Codes);

    /// <inheritdoc/>
    public static string Action => "countersign:CreateRecoveryCodes";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfUser(Action, null, call) with { FreshProof = true }];

    /// <inheritdoc/>
    public Task Prepare(Request request, Call call)
    {
        _hashes = [.. _codes.Select(code => code.HashWith(_salt))];
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: the caller is no user. InvalidInput: there is no device that they could stand in for.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = call.Self;
        await call.Store.Users.Lock(user.UserId);
        if (await call.Store.MfaDevices.CountOf(user.UserId) == 0)
            throw SignInErrors.NoDeviceToRecover();
        await call.Store.RecoveryCodes.Replace(user, RecoveryCodeKind.Own, _salt, _hashes, null, call.Now);
        return new Response(_codes);
    }
}
