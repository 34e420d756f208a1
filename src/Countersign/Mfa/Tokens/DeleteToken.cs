namespace Countersign.Mfa.Tokens;

/// <summary>Deletes a token that is nobody's, and its seed. Only its maker's file brings it back.</summary>
public sealed class DeleteToken : IOperation<DeleteToken.Request, Nothing>
{
    /// <summary>Which token.</summary>
    /// <param name="SerialNumber">The token.</param>
    public sealed record Request(SerialNumber SerialNumber) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "countersign:DeleteToken";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfDevice(Action, request.SerialNumber.Value, call) with { FreshProof = true }];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; DeleteConflict: it is somebody's.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var token = await call.Store.Tokens.Find(call.AccountId, TokenKind.Names, request.SerialNumber.Value)
            ?? throw TokenErrors.NoSuchToken(request.SerialNumber.Value);
        return await DeviceRemains.Delete(token.Device, call) ? Nothing.Value : throw TokenErrors.Assigned(request.SerialNumber.Value);
    }
}
