using Countersign.Identity;

namespace Countersign.Tests.Identity;

public sealed class ListAccountAliasesTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task There_is_none_or_one()
    {
        Assert.Empty((await server.AsAdmin(new ListAccountAliases.Request())).AccountAliases);
        await server.AsAdmin(new CreateAccountAlias.Request("acme"));

        var answer = await server.AsAdmin(new ListAccountAliases.Request(MaxItems: 1));

        Assert.Equal(["acme"], answer.AccountAliases);
        Assert.Equal((false, null), (answer.IsTruncated, answer.Marker));
    }

    [Fact]
    public Task A_marker_that_is_not_ours_is_refused() => Refused.With(
        "ValidationError", 400, "Invalid Marker. Use the Marker of the answer before, unchanged, with the same parameters.",
        () => server.AsAdmin(new ListAccountAliases.Request("not a marker")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListAccountAliases", "*", new ListAccountAliases.Request());
}
