using static Countersign.Policy.Tests.Given;

namespace Countersign.Policy.Tests;

/// <summary>What an evaluation costs, in counts that no busy neighbour changes.</summary>
public sealed class CostTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void An_evaluation_allocates_the_same_few_bytes_however_many_policies_do_not_apply(int policies)
    {
        var set = new PolicySet { Identity = new PolicyLayer([.. Enumerable.Range(0, policies).Select(BucketPolicy)]) };
        var context = new RequestContext().Set("aws:username", "alice").Set("aws:MultiFactorAuthPresent", true);
        var request = new PolicyRequest(Alice, "s3:GetObject", $"arn:aws:s3:::bucket{policies - 1}/alice/q3.csv", context);
        Assert.True(Evaluator.Evaluate(set, request).IsAllowed);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Evaluator.Evaluate(set, request);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 400);
    }

    [Fact]
    public void Statements_about_other_services_are_not_even_looked_at()
    {
        var layer = new PolicyLayer(
        [
            .. Enumerable.Range(0, 100).Select(BucketPolicy),
            new NamedPolicy("any", PolicyDocument.Parse(AllowAll, PolicyKind.InlineIdentity)),
        ]);
        var looked = 0;
        foreach (var placed in layer.StatementsFor("iam"))
        {
            Assert.Equal("any", placed.Policy.Id);
            looked++;
        }

        Assert.Equal(1, looked);
    }

    [Fact]
    public void Statements_of_one_service_and_of_any_come_in_the_order_of_the_documents()
    {
        var layer = new PolicyLayer(
        [
            new NamedPolicy("a", PolicyDocument.Parse(
                Statements(
                    """
                    {"Effect":"Allow","Action":["s3:Get*","S3:List*","sts:*"],"Resource":"*"},
                    {"Effect":"Allow","NotAction":"iam:*","Resource":"*"},
                    {"Effect":"Allow","Action":"ec2:*","Resource":"*"},
                    {"Effect":"Allow","Action":["s3:Put*","s?:*"],"Resource":"*"},
                    {"Effect":"Allow","Action":"s3:Delete*","Resource":"*"}
                    """),
                PolicyKind.InlineIdentity)),
        ]);
        var order = new List<int>();
        foreach (var placed in layer.StatementsFor("s3"))
            order.Add(placed.Statement.Index);
        Assert.Equal("0 1 3 4", string.Join(' ', order));
    }

    private static NamedPolicy BucketPolicy(int i) => new(
        $"p{i}",
        PolicyDocument.Parse(
            Statements(
                $$$$"""
                {"Effect":"Allow","Action":["s3:Get*","s3:ListBucket"],
                "Resource":["arn:aws:s3:::bucket{{{{i}}}}","arn:aws:s3:::bucket{{{{i}}}}/${aws:username}/*"],
                "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}
                """),
            PolicyKind.ManagedIdentity));
}
