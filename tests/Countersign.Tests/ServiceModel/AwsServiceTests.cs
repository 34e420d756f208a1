using Countersign.ServiceModel;

namespace Countersign.Tests.ServiceModel;

public sealed class AwsServiceTests
{
    private static readonly IEnumerable<Shape> AllShapes = [.. AwsService.Iam.Shapes.Values, .. AwsService.Sts.Shapes.Values];

    [Fact]
    public void Both_models_are_loaded_whole()
    {
        Assert.Equal((176, "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/"),
            (AwsService.Iam.Operations.Count, AwsService.Iam.Version, AwsService.Iam.XmlNamespace));
        Assert.Equal((11, "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"),
            (AwsService.Sts.Operations.Count, AwsService.Sts.Version, AwsService.Sts.XmlNamespace));
        Assert.Equal((506, 74), (AwsService.Iam.Shapes.Count, AwsService.Sts.Shapes.Count));
    }

    [Fact]
    public void Every_pattern_compiles_and_is_linear() =>
        Assert.All(AllShapes.Where(s => s.Pattern is not null), shape =>
        {
            shape.Pattern!.Matches(new string('a', 100_000) + "\n");
            shape.Pattern!.Matches(new string('-', 100_000));
            shape.Pattern!.Matches(string.Concat(Enumerable.Repeat("/a", 50_000)));
        });

    [Fact]
    public void Every_list_map_and_structure_knows_what_it_holds() =>
        Assert.All(AllShapes, shape =>
        {
            Assert.Equal(shape.Type is ShapeType.List, shape.Item is not null);
            Assert.Equal(shape.Type is ShapeType.Map, shape.Key is not null && shape.Value is not null);
        });

    [Fact]
    public void An_operation_is_found_by_its_action()
    {
        var operation = AwsOperation.Find("iam:EnableMFADevice")!;

        Assert.Null(operation.Output);
        Assert.True(operation.Signed);
        Assert.Contains(new AwsError("InvalidAuthenticationCode", 403), operation.Errors);
        Assert.Equal(
            [("UserName", true), ("SerialNumber", true), ("AuthenticationCode1", true), ("AuthenticationCode2", true)],
            operation.Input!.Members.Select(m => (m.Name, m.Required)));
    }

    [Fact]
    public void Only_what_carries_its_own_proof_is_unsigned() =>
        Assert.Equal(
            ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"],
            AwsService.Iam.Operations.Values.Concat(AwsService.Sts.Operations.Values)
                .Where(o => !o.Signed).Select(o => o.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    [Theory]
    [InlineData("iam:Fly"), InlineData("sts:EnableMFADevice"), InlineData("countersign:Explain"), InlineData("EnableMFADevice")]
    public void Another_action_is_not_found(string action) => Assert.Null(AwsOperation.Find(action));
}
