using CsCheck;

namespace Countersign.Policy.Tests.SecondOpinion;

public sealed class SecondOpinionTests
{
    [Fact]
    public void The_evaluator_and_the_slow_obvious_one_agree_on_generated_requests()
    {
        int allowed = 0, explicitlyDenied = 0, implicitlyDenied = 0;
        Questions.All.Sample(
            question =>
            {
                var answer = question.AskLibrary();
                _ = answer[0] switch
                {
                    'A' => Interlocked.Increment(ref allowed),
                    'E' => Interlocked.Increment(ref explicitlyDenied),
                    _ => Interlocked.Increment(ref implicitlyDenied),
                };
                return answer.Equals(new SlowEvaluator(question).Answer(), StringComparison.Ordinal);
            },
            iter: 20_000,
            print: question => question.ToString());

        // A generator that never gets anywhere would agree with anything.
        Assert.All([allowed, explicitlyDenied, implicitlyDenied], count => Assert.InRange(count, 1000, 20_000));
    }

    [Fact]
    public void An_explanation_agrees_with_the_decision_on_every_statement() =>
        Questions.All.Sample(
            question =>
            {
                var (policies, request) = question.ForLibrary();
                var explanation = Explainer.Explain(policies, request);
                var applied = explanation.Statements.Where(each => each.Applies).Select(each => each.Where).ToHashSet();
                Assert.Subset(applied, explanation.Decision.Matched.ToHashSet());
                Assert.All(explanation.Statements, each => Assert.Equal(
                    each.Failed == StatementElement.Condition,
                    each.Failed is not (StatementElement.Principal or StatementElement.Action or StatementElement.Resource) &&
                        each.Conditions.Any(condition => !condition.IsMet)));
                Assert.StartsWith(
                    explanation.Decision.IsAllowed ? "Allowed: " : "Denied: ", explanation.Verdict, StringComparison.Ordinal);
            },
            iter: 2_000,
            print: question => question.ToString());
}
