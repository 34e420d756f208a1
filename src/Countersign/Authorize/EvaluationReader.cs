using System.Buffers;

namespace Countersign.Authorize;

/// <summary>Reads the questions of AuthZEN's Access Evaluation and Access Evaluations requests.</summary>
/// <seealso href="https://openid.net/specs/authorization-api-1_0.html"/>
internal static class EvaluationReader
{
    private const int LongestAction = 128;
    private const int LongestType = 64;
    private const int LongestResource = 2048;

    private static readonly SearchValues<char> InService = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> InName = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private static readonly SearchValues<char> InType = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>One question.</summary>
    /// <exception cref="ApiError">ValidationError: names the member that is wrong.</exception>
    public static Evaluate.Request One(JsonMember body) => new([Read(body, body)]);

    /// <summary>A list of questions, of which each takes from the body what it does not say itself.</summary>
    /// <returns>The questions, and whether there was a list: without one the body is a single question, and is answered as one.</returns>
    /// <exception cref="ApiError">ValidationError: names the member that is wrong.</exception>
    public static (Evaluate.Request Request, bool IsList) Many(JsonMember body)
    {
        if (body.Find("evaluations") is not { } list || list.Items().ToList() is not { Count: > 0 } items)
            return (One(body), false);
        if (items.Count > Evaluate.Most)
            throw AuthorizeErrors.TooMany(list.Path, Evaluate.Most, items.Count);
        var semantic = Semantic(body.FindObject("options")?.Find("evaluations_semantic"));
        return (new Evaluate.Request([.. items.Select(item => Read(item.AsObject(), body))], semantic), true);
    }

    private static EvaluationsSemantic Semantic(JsonMember? given) => given?.AsText(LongestType) switch
    {
        null or "execute_all" => EvaluationsSemantic.ExecuteAll,
        "deny_on_first_deny" => EvaluationsSemantic.DenyOnFirstDeny,
        "permit_on_first_permit" => EvaluationsSemantic.PermitOnFirstPermit,
        _ => throw AuthorizeErrors.Malformed(given!.Value.Path, "execute_all, deny_on_first_deny or permit_on_first_permit"),
    };

    // A member of the question stands for the whole member of the body: the two are not mixed.
    private static Question Read(JsonMember question, JsonMember body)
    {
        var subject = Of("subject") ?? throw AuthorizeErrors.Missing(question.PathOf("subject"));
        var action = Of("action") ?? throw AuthorizeErrors.Missing(question.PathOf("action"));
        var resource = Of("resource") ?? throw AuthorizeErrors.Missing(question.PathOf("resource"));
        var (service, name) = Action(action.Get("name"));
        var keys = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        if (action.FindObject("properties") is { } ofAction)
            ConditionKeys.Add(keys, ofAction, service + ":");
        if (resource.FindObject("properties") is { } ofResource)
            ConditionKeys.Add(keys, ofResource, ConditionKeys.ResourceTag);
        if (Of("context") is { } context)
            ConditionKeys.Add(keys, context, service + ":");
        return new Question(
            SubjectReader.Read(subject), $"{service}:{name}", Type(resource.Get("type")), resource.Get("id").AsText(LongestResource), keys);

        JsonMember? Of(string member) => question.FindObject(member) ?? body.FindObject(member);
    }

    private static (string Service, string Name) Action(JsonMember member)
    {
        var text = member.AsText(LongestAction);
        return text.Split(':') is [{ Length: > 0 } service, { Length: > 0 } name]
            && !service.AsSpan().ContainsAnyExcept(InService) && !name.AsSpan().ContainsAnyExcept(InName)
            ? (service, name)
            : throw AuthorizeErrors.NoAction(member.Path, text);
    }

    private static string Type(JsonMember member)
    {
        var text = member.AsText(LongestType);
        return text.AsSpan().ContainsAnyExcept(InType)
            ? throw AuthorizeErrors.Malformed(member.Path, "1 to 64 letters, digits, '-', '_' and '.'")
            : text;
    }
}
