using Countersign.Query;
using Countersign.Sts;

namespace Countersign.Authorize;

/// <summary>Who a subject is.</summary>
/// <param name="Caller">As policies know it; null when there is no such subject.</param>
/// <param name="Fault">Why policies cannot be asked; null when they can.</param>
/// <param name="Need">What asking about it needs.</param>
internal sealed record FoundSubject(PrincipalCaller? Caller, ApiError? Fault, Need Need)
{
    /// <summary>Looks a subject up in the account of the service that asks. Fails for nobody: a fault is part of the answer.</summary>
    public static async Task<FoundSubject> Of(Subject subject, Principals principals, Call call)
    {
        var (caller, fault) = subject.Kind switch
        {
            SubjectKind.User => await User(subject, call),
            SubjectKind.Role => await Role(subject.Id, call),
            SubjectKind.AccessKey => await AccessKey(subject.Id, call),
            _ => await Session(subject.Id, subject.SessionToken ?? "", call),
        };
        return new FoundSubject(caller, fault, await NeedOn(subject, caller, principals, call));
    }

    // A subject that is not there is denied in the same words as one that is.
    private static async Task<Need> NeedOn(Subject subject, PrincipalCaller? caller, Principals principals, Call call)
    {
        var asked = subject.Kind switch
        {
            SubjectKind.User when !IsArn(subject.Id) => Arn.OfUser(call.AccountId, "/", subject.Id),
            SubjectKind.Role when !IsArn(subject.Id) => Arn.OfRole(call.AccountId, "/", subject.Id),
            _ => subject.Id,
        };
        var arn = caller switch
        {
            UserCaller { User: var user } => user.Arn,
            FederatedCaller { User: var user } => user.Arn,
            RoleCaller { Role: var role } => role.Arn,
            _ => subject.Kind is SubjectKind.User or SubjectKind.Role ? asked : "*",
        };
        var need = new Need(Evaluate.Action, arn) { Shown = asked };
        return caller is null
            ? need
            : need with { Keys = Needed.TagKeys("aws:ResourceTag/", (await principals.Find(caller, call.Store)).Tags, "iam:ResourceTag/") };
    }

    private static async Task<(PrincipalCaller?, ApiError?)> User(Subject subject, Call call)
    {
        var name = subject.Id;
        if (IsArn(name))
        {
            if (NameIn(name, "iam", "user/", call) is not { } path)
                return (null, IamErrors.NotAnEntity(subject.Id));
            name = path[(path.LastIndexOf('/') + 1)..];
        }

        var user = await call.Store.Users.Find(call.AccountId, name);
        if (user is null || (IsArn(subject.Id) && user.Arn != subject.Id))
            return (null, IamErrors.NoSuchUser(name));
        var since = call.Now.AddSeconds(-subject.MfaAge);
        return (new UserCaller(user, subject.Mfa is null ? new Credential.AccessKey("") : new Credential.Temporary("", since, subject.Mfa is true ? since : null)), null);
    }

    private static async Task<(PrincipalCaller?, ApiError?)> Role(string id, Call call)
    {
        var (name, session) = (id, "evaluation");
        if (NameIn(id, "sts", "assumed-role/", call)?.Split('/') is [var of, { Length: > 0 } named])
            (name, session) = (of, named);
        else if (NameIn(id, "iam", "role/", call) is { } path)
            name = path[(path.LastIndexOf('/') + 1)..];
        else if (IsArn(id))
            return (null, IamErrors.NotAnEntity(id));

        var role = await call.Store.Roles.Find(call.AccountId, name);
        var isOther = id.StartsWith("arn:aws:iam:", StringComparison.Ordinal) && role?.Arn != id;
        return role is null || isOther
            ? (null, IamErrors.NoSuchRole(name))
            : (new RoleCaller(role, new SessionFacts(session), new Credential.Temporary("", call.Now, null)), null);
    }

    private static async Task<(PrincipalCaller?, ApiError?)> AccessKey(string id, Call call) =>
        await call.Store.AccessKeys.Find(id) is { IsActive: true } key && key.AccountId == call.AccountId
            && await call.Store.Users.FindById(key.UserId) is { } user
            ? (new UserCaller(user, new Credential.AccessKey(id)), null)
            : (null, QueryErrors.InvalidClientTokenId(null));

    private static async Task<(PrincipalCaller?, ApiError?)> Session(string id, string token, Call call)
    {
        if (SessionToken.AccountOf(id) != call.AccountId || SessionToken.Open(call.Store.Sealing, id, token) is not var (statement, _)
            || await SessionHolder.Find(id, statement, call.Store) is not { } caller)
        {
            return (null, QueryErrors.InvalidClientTokenId(null));
        }

        return (caller, call.Now.ToUnixTimeMilliseconds() >= statement.ExpiresAtMs ? QueryErrors.ExpiredToken() : null);
    }

    private static bool IsArn(string id) => id.StartsWith("arn:", StringComparison.Ordinal);

    // What stands after the kind in an ARN of this account; null when it is none.
    private static string? NameIn(string arn, string service, string kind, Call call) =>
        arn.Split(':', 6) is ["arn", "aws", var of, "", var account, var rest] && of == service && account == call.AccountId
            && rest.StartsWith(kind, StringComparison.Ordinal) && rest.Length > kind.Length
            ? rest[kind.Length..]
            : null;
}
