namespace Countersign.Authorize;

/// <summary>Says for another service whether somebody may do something, by the rules that decide every request here.</summary>
/// <remarks>
/// The AuthZEN endpoints ask it (<c>docs/authorize.md</c>). Policies of the principal, its boundary and its session decide; a resource
/// of the service has no policy here.
/// </remarks>
/// <seealso href="https://openid.net/specs/authorization-api-1_0.html"/>
public sealed class Evaluate : IOperation<Evaluate.Request, Evaluate.Response>
{
    /// <summary>The most questions of one request.</summary>
    internal const int Most = 100;

    private readonly Authoriser _authoriser;
    private readonly Principals _principals;
    private readonly Dictionary<Subject, FoundSubject> _found = [];

    internal Evaluate(Authoriser authoriser, Principals principals) => (_authoriser, _principals) = (authoriser, principals);

    /// <summary>What a service wants to know.</summary>
    /// <param name="Questions">1 to 100.</param>
    /// <param name="Semantic">How far they are answered.</param>
    public sealed record Request(IReadOnlyList<Question> Questions, EvaluationsSemantic Semantic = EvaluationsSemantic.ExecuteAll) : IRequest<Response>
    {
        /// <summary>Whom the questions are about, for the audit log.</summary>
        public IReadOnlyList<string> Subjects => [.. Questions.Select(question => question.Subject.ToString())];

        /// <summary>What they want to do, for the audit log.</summary>
        public IReadOnlyList<string> Actions => [.. Questions.Select(question => question.Action)];

        /// <summary>To what, for the audit log.</summary>
        public IReadOnlyList<string> Resources => [.. Questions.Select(question => $"{question.ResourceType} {question.ResourceId}")];
    }

    /// <summary>The answers.</summary>
    /// <param name="Answers">In the order of the questions; fewer, where the first deny or permit was enough.</param>
    public sealed record Response(IReadOnlyList<Answer> Answers) : IToldInAudit
    {
        /// <summary>Permit or deny, for the audit log.</summary>
        public IReadOnlyList<string> Decisions => [.. Answers.Select(answer => answer.Decision ? "permit" : "deny")];
    }

    /// <inheritdoc/>
    public static string Action => "countersign:Evaluate";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        if (request.Questions.Count == 0)
            return await Needed.OnAccount(Action);
        foreach (var subject in request.Questions.Select(question => question.Subject).Distinct())
            _found[subject] = await FoundSubject.Of(subject, _principals, call);
        return [.. _found.Values.Select(found => found.Need)];
    }

    /// <inheritdoc/>
    public async Task<Response> Execute(Request request, Call call)
    {
        var answers = new List<Answer>();
        foreach (var question in request.Questions)
        {
            var answer = await AnswerTo(question, call);
            answers.Add(answer);
            var isEnough = request.Semantic switch
            {
                EvaluationsSemantic.DenyOnFirstDeny => !answer.Decision,
                EvaluationsSemantic.PermitOnFirstPermit => answer.Decision,
                _ => false,
            };
            if (isEnough)
                break;
        }

        return new Response(answers);
    }

    private async Task<Answer> AnswerTo(Question question, Call call)
    {
        var subject = _found[question.Subject];
        if (subject.Fault is { } fault)
            return new Answer(false, fault.Message, fault);

        var resource = question.Resource(call.AccountId);
        var need = new Need(question.Action, resource) { Keys = question.Keys, ResourceAccount = AccountIn(resource) };
        return await _authoriser.Elsewhere(subject.Caller!, call, need) is { } refusal ? new Answer(false, refusal.Message) : new Answer(true);
    }

    // Null where the ARN names none: it is the asking service's own.
    private static string? AccountIn(string resource) =>
        resource.Split(':', 6) is ["arn", _, _, _, { Length: 12 } account, _] && account.All(char.IsAsciiDigit) ? account : null;
}
