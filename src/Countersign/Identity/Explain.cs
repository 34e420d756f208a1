using Countersign.Sts;

namespace Countersign.Identity;

/// <summary>Says why the policies of a user or a role let them do something, or do not: the decision with its reasons.</summary>
/// <remarks>
/// For people who may see policies: it shows statements of every policy that bears on the principal. It knows policies alone: not what temporary
/// credentials may never do, nor a role's trust policy.
/// </remarks>
public sealed class Explain : IOperation<Explain.Request, Explain.Response>
{
    private readonly Authoriser _authoriser;

    internal Explain(Authoriser authoriser) => _authoriser = authoriser;

    /// <summary>Who wants to do what.</summary>
    /// <param name="PrincipalName">A user's name; with <paramref name="IsRole"/> a role's.</param>
    /// <param name="IsRole">Whether a session of a role calls.</param>
    /// <param name="ActionName">As policies name it: <c>iam:CreateUser</c>; of any service.</param>
    /// <param name="ResourceArn">What it is done to; <c>*</c> for the account as a whole.</param>
    /// <param name="Mfa">True: with credentials that MFA was given for just now; false: temporary ones without; null: an access key.</param>
    public sealed record Request(string PrincipalName, string ActionName, string ResourceArn = "*", bool IsRole = false, bool? Mfa = null) : IRequest<Response>;

    /// <summary>The decision and its reasons.</summary>
    /// <param name="Allowed">Whether it is allowed.</param>
    /// <param name="Verdict">It in a sentence or two: what decided, or what came closest.</param>
    /// <param name="Advice">What would change a refusal.</param>
    /// <param name="Statements">Those that applied, and those that one element kept from it; the others are about something else.</param>
    public sealed record Response(bool Allowed, string Verdict, IReadOnlyList<string> Advice, IReadOnlyList<Reason> Statements);

    /// <summary>A statement before this request.</summary>
    /// <param name="PolicyId">An ARN, or the name of an inline policy.</param>
    /// <param name="AttachedTo"><c>user alice</c>, <c>group admins</c>; null when that says nothing.</param>
    /// <param name="Layer">Identity, boundary, session or resource.</param>
    /// <param name="Line">Where it begins in its policy, from 1.</param>
    /// <param name="Text">Its JSON.</param>
    /// <param name="Applies">Whether it applied.</param>
    /// <param name="Sentence">What it did, or the one thing that kept it from applying.</param>
    public sealed record Reason(string PolicyId, string? AttachedTo, string Layer, int Line, string Text, bool Applies, string Sentence);

    /// <inheritdoc/>
    public static string Action => "countersign:Explain";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => request.IsRole
        ? await Needed.OnRole(Action, request.PrincipalName, call)
        : await Needed.OnUser(Action, request.PrincipalName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: no action.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (request.ActionName.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
            throw IamErrors.NoAction(request.ActionName);
        var explained = await _authoriser.Explain(await Caller(request, call), call, new Need(request.ActionName, request.ResourceArn));
        return new Response(
            explained.Decision.IsAllowed, explained.Verdict, explained.Advice,
            [
                .. explained.Statements.Where(statement => statement.Applies || statement.IsNearMiss).Select(statement => new Reason(
                    statement.Where.Policy.Id, statement.Where.Policy.AttachedTo, statement.Where.Layer.ToString(), statement.Where.Statement.Start.Line,
                    statement.Where.Statement.Text, statement.Applies, statement.Sentence)),
            ]);
    }

    private static async Task<PrincipalCaller> Caller(Request request, Call call)
    {
        var session = new Credential.Temporary("ASIA", call.Now, request.Mfa is true ? call.Now : null);
        if (request.IsRole)
            return new RoleCaller(await NamedRole.Of(request.PrincipalName, call), new SessionFacts("explained"), session with { MfaAt = null });
        return new UserCaller(await NamedUser.Of(request.PrincipalName, call), request.Mfa is null ? new Credential.AccessKey("AKIA") : session);
    }
}
