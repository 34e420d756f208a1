using Countersign.Storage;

namespace Countersign.Mfa.Tokens;

/// <summary>Reports a token lost, disables it, or makes it available again. Only one that is nobody's: take it from its user first.</summary>
public sealed class UpdateToken : IOperation<UpdateToken.Request, Nothing>
{
    private static readonly string[] Statuses = [MfaDevice.Available, MfaDevice.Lost, MfaDevice.Disabled];

    /// <summary>Which token, and what it shall be.</summary>
    /// <param name="SerialNumber">The token.</param>
    /// <param name="Status"><c>available</c>, <c>lost</c> or <c>disabled</c>.</param>
    public sealed record Request(SerialNumber SerialNumber, string Status) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "countersign:UpdateToken";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfDevice(Action, request.SerialNumber.Value, call) with { FreshProof = true }];

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError, NoSuchEntity; DeleteConflict: it is somebody's.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        if (!Statuses.Contains(request.Status, StringComparer.Ordinal))
            throw TokenErrors.BadStatus();
        var token = await call.Store.Tokens.Find(call.AccountId, TokenKind.Names, request.SerialNumber.Value)
            ?? throw TokenErrors.NoSuchToken(request.SerialNumber.Value);
        return await call.Store.Tokens.SetStatus(token.Device.DeviceId, request.Status)
            ? Nothing.Value
            : throw TokenErrors.Assigned(request.SerialNumber.Value);
    }
}
