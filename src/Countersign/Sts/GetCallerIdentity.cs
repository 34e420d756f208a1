namespace Countersign.Sts;

/// <summary>Tells the caller who it is. Never denied, as in AWS.</summary>
/// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"/>
public sealed class GetCallerIdentity : IOperation<GetCallerIdentity.Request, GetCallerIdentity.Response>
{
    /// <summary>Nothing to ask.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>Who called.</summary>
    /// <param name="UserId"><c>AIDA…</c>; <c>AROA…:SESSION</c> for a role's session, <c>ACCOUNT:NAME</c> for a federated user's.</param>
    /// <param name="Account">12 digits.</param>
    /// <param name="Arn">Of the user or the session.</param>
    public sealed record Response(string UserId, string Account, string Arn);

    /// <inheritdoc/>
    public static string Action => "sts:GetCallerIdentity";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    public Task<Response> Execute(Request request, Call call) =>
        Task.FromResult(new Response(call.Principal.UserId, call.Principal.AccountId, call.Principal.Arn));
}
