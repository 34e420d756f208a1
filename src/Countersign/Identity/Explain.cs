using Countersign.Sts;

namespace Countersign.Identity;

/// <summary>Says whether a user or a role may do something, and why or why not: the answer that their own call would get, with its reasons.</summary>
/// <remarks>
/// For people who may see policies: it shows statements of every policy that bears on the principal, and of a role's trust policy in this account.
/// It decides by the rules that decide every call: policies, what temporary credentials may never do, who is trusted by a role that is to be
/// assumed, and what the account grants by a setting. Where the call would come from is taken from the one who asks.
/// </remarks>
public sealed class Explain : IOperation<Explain.Request, Explain.Response>
{
    private readonly Authoriser _authoriser;
    private readonly Operations _operations;

    internal Explain(Authoriser authoriser, Operations operations) => (_authoriser, _operations) = (authoriser, operations);

    /// <summary>Who wants to do what.</summary>
    /// <param name="PrincipalName">A user's name; with <paramref name="IsRole"/> a role's.</param>
    /// <param name="IsRole">Whether a session of a role calls.</param>
    /// <param name="ActionName">As policies name it: <c>iam:CreateUser</c>; of any service.</param>
    /// <param name="ResourceArn">What it is done to; <c>*</c> for what the operation is about when nothing is named.</param>
    /// <param name="Mfa">True: with credentials that MFA was given for just now; false: temporary ones without; null: an access key.</param>
    public sealed record Request(string PrincipalName, string ActionName, string ResourceArn = "*", bool IsRole = false, bool? Mfa = null) : IRequest<Response>;

    /// <summary>The decision and its reasons.</summary>
    /// <param name="Allowed">Whether it is allowed.</param>
    /// <param name="Verdict">It in a sentence or two: what decided, or what came closest.</param>
    /// <param name="Advice">What would change a refusal.</param>
    /// <param name="Statements">Those that applied, and those that one element kept from it; the others are about something else.</param>
    /// <param name="EncodedMessage">A refusal by policies as <c>sts:DecodeAuthorizationMessage</c> opens it; null when it is none, or too long.</param>
    public sealed record Response(
        bool Allowed, string Verdict, IReadOnlyList<string> Advice, IReadOnlyList<Reason> Statements, string? EncodedMessage = null);

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
        var caller = await Caller(request, call);
        var theirs = new Call(caller, call.Store, call.Facts, call.Now, call.AccountId);
        var (action, needs) = await AskedNeeds.Of(request.ActionName, request.ResourceArn, _operations, theirs);
        if (needs.Count == 0)
            return Unasked(caller, action);

        Judgement? decisive = null;
        foreach (var need in needs)    // all must be allowed: the first that is not decides
        {
            if (decisive is null or { IsAllowed: true })
                decisive = await _authoriser.Explain(caller, theirs, need);
        }

        return Answer(decisive!, call);
    }

    // No policy is asked, and GetSessionToken itself refuses sessions.
    private static Response Unasked(PrincipalCaller caller, string action) => action == GetSessionToken.Action && SessionRules.LimitOf(caller, action) is { } limit
        ? new Response(false, limit.Verdict, [], [])
        : new Response(true, $"Allowed: {action} needs no permission.", [], []);

    private static Response Answer(Judgement judgement, Call call) => new(
        judgement.IsAllowed, judgement.Verdict, judgement.Advice,
        [
            .. judgement.Statements.Where(statement => statement.Applies || statement.IsNearMiss).Select(statement => new Reason(
                statement.Where.Policy.Id, statement.Where.Policy.AttachedTo, statement.Where.Layer.ToString(), statement.Where.Statement.Start.Line,
                statement.Where.Statement.Text, statement.Applies, statement.Sentence)),
        ],
        judgement.IsAllowed ? null : AuthorizationMessage.Seal(judgement, call.Store.Sealing, call.AccountId));

    private static async Task<PrincipalCaller> Caller(Request request, Call call)
    {
        var session = new Credential.Temporary("ASIA", call.Now, request.Mfa is true ? call.Now : null);
        if (request.IsRole)
            return new RoleCaller(await NamedRole.Of(request.PrincipalName, call), new SessionFacts("explained"), session with { MfaAt = null });
        return new UserCaller(await NamedUser.Of(request.PrincipalName, call), request.Mfa is null ? new Credential.AccessKey("AKIA") : session);
    }
}
