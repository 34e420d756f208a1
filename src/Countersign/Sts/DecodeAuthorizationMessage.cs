namespace Countersign.Sts;

/// <summary>Opens the encoded message of a refusal: who wanted what, under which circumstances, and which statements denied it.</summary>
/// <remarks>Such messages come with explanations that refuse; what IAM and STS themselves refuse has none, as in AWS.</remarks>
/// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html"/>
public sealed class DecodeAuthorizationMessage : IOperation<DecodeAuthorizationMessage.Request, DecodeAuthorizationMessage.Response>
{
    /// <summary>The message.</summary>
    /// <param name="EncodedMessage">As it was given, 1 to 10240 characters.</param>
    public sealed record Request(string EncodedMessage) : IRequest<Response>;

    /// <summary>What was in it.</summary>
    /// <param name="DecodedMessage">JSON: allowed, explicitDeny, matchedStatements, failures, context.</param>
    public sealed record Response(string DecodedMessage);

    /// <inheritdoc/>
    public static string Action => "sts:DecodeAuthorizationMessage";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">InvalidAuthorizationMessageException: not of this account, changed, or sealed with a key that is gone.</exception>
    public Task<Response> Execute(Request request, Call call) =>
        AuthorizationMessage.Open(request.EncodedMessage, call.Store.Sealing, call.AccountId) is { } message
            ? Task.FromResult(new Response(message))
            : throw StsErrors.InvalidAuthorizationMessage();
}
