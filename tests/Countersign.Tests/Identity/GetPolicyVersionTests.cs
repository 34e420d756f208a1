using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetPolicyVersionTests(TestServer server)
{
    private static readonly string Administrator = Arn.OfBuiltInPolicy("AdministratorAccess");

    [Fact]
    public async Task The_document_is_percent_encoded_JSON()
    {
        var version = (await server.AsAdmin(new GetPolicyVersion.Request(Administrator, "v1"))).PolicyVersion;

        Assert.Equal(("v1", true), (version.VersionId, version.IsDefaultVersion));
        Assert.Matches("^[A-Za-z0-9._~%-]+$", version.Document!);
        Assert.Equal(
            server.Service<ManagedPolicies>().Find(Administrator)!.Document.Text, Uri.UnescapeDataString(version.Document!));
    }

    [Fact]
    public Task What_comes_with_the_server_has_one_version_only() => Refused.With(
        "NoSuchEntity", 404, $"Policy {Administrator} version v2 does not exist or is not attachable.",
        () => server.AsAdmin(new GetPolicyVersion.Request(Administrator, "v2")));

    [Fact]
    public async Task Each_version_of_the_accounts_own_is_told_as_it_was_given()
    {
        var arn = await server.AddPolicy(Documents.Allow("iam:GetUser"));
        await server.AsAdmin(new CreatePolicyVersion.Request(arn, " " + Documents.AllowAll));

        var first = (await server.AsAdmin(new GetPolicyVersion.Request(arn, "v1"))).PolicyVersion;
        var second = (await server.AsAdmin(new GetPolicyVersion.Request(arn, "v2"))).PolicyVersion;

        Assert.Equal((Documents.Allow("iam:GetUser"), true), (Uri.UnescapeDataString(first.Document!), first.IsDefaultVersion));
        Assert.Equal((" " + Documents.AllowAll, false), (Uri.UnescapeDataString(second.Document!), second.IsDefaultVersion));
    }

    [Theory]
    [InlineData("v3")]
    [InlineData("v99999999999999")]
    [InlineData("v1.x")]
    public async Task An_unknown_version_is_named(string version)
    {
        var arn = await server.AddPolicy();

        await Refused.With(
            "NoSuchEntity", 404, $"Policy {arn} version {version} does not exist or is not attachable.",
            () => server.AsAdmin(new GetPolicyVersion.Request(arn, version)));
    }

    [Fact]
    public Task An_unknown_policy_is_named() => Refused.With(
        "NoSuchEntity", 404, "Policy arn:aws:iam::111111111111:policy/NAME was not found.",
        () => server.AsAdmin(new GetPolicyVersion.Request("arn:aws:iam::111111111111:policy/NAME", "v1")));

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:GetPolicyVersion", Administrator, new GetPolicyVersion.Request(Administrator, "v1"));
}
