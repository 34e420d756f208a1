namespace Countersign.Mfa.Tokens;

/// <summary>Tells about one token of the inventory.</summary>
public sealed class GetToken : IOperation<GetToken.Request, TokenFacts>
{
    /// <summary>Which token.</summary>
    /// <param name="SerialNumber">Its serial number.</param>
    public sealed record Request(SerialNumber SerialNumber) : IRequest<TokenFacts>;

    /// <inheritdoc/>
    public static string Action => "countersign:GetToken";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfDevice(Action, request.SerialNumber.Value, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<TokenFacts> Execute(Request request, Call call) =>
        await call.Store.Tokens.Find(call.AccountId, TokenKind.Names, request.SerialNumber.Value) is { } token
            ? TokenFacts.Of(token)
            : throw TokenErrors.NoSuchToken(request.SerialNumber.Value);
}
