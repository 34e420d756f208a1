using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class CreatePolicyVersionTests(TestServer server)
{
    [Fact]
    public async Task Put_in_force_it_decides_at_once_for_everybody_who_has_the_policy()
    {
        var arn = await server.AddPolicy(Documents.Allow("iam:ListUsers"));
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, arn));
        var ask = () => server.Run(new AsUser(user.UserName), new ListUsers.Request());
        await ask();

        var version = (await server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.Allow("iam:ListPolicies"), SetAsDefault: true))).PolicyVersion;

        Assert.Equal((null, "v2", true), (version.Document, version.VersionId, version.IsDefaultVersion));
        Assert.Equal("AccessDenied", (await Refused.By(ask)).Code);
        await server.Run(new AsUser(user.UserName), new ListPolicies.Request());
    }

    [Fact]
    public async Task Without_that_the_old_one_goes_on_deciding()
    {
        var arn = await server.AddPolicy(Documents.Allow("iam:ListUsers"));
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, arn));

        Assert.False((await server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.Allow("iam:ListPolicies")))).PolicyVersion.IsDefaultVersion);

        await server.Run(new AsUser(user.UserName), new ListUsers.Request());
    }

    [Fact]
    public async Task A_sixth_version_is_refused_and_a_number_is_never_given_again()
    {
        var arn = await server.AddPolicy();
        for (var i = 2; i <= 5; i++)
            await server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.AllowAll));

        await Refused.With(
            "LimitExceeded", 409, "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
            () => server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.AllowAll)));

        await server.AsAdmin(new DeletePolicyVersion.Request(arn, "v5"));
        Assert.Equal("v6", (await server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.AllowAll))).PolicyVersion.VersionId);
    }

    [Fact]
    public async Task A_document_is_checked_as_the_first_one_is()
    {
        var arn = await server.AddPolicy();

        await Refused.With(
            "MalformedPolicyDocument", 400, "Syntax errors in policy.", () => server.AsAdmin(new CreatePolicyVersion.Request(arn, "{}")));
        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for PolicySize: 6144",
            () => server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.OfLength(6145))));
    }

    [Fact]
    public Task What_comes_with_the_server_stays_as_it_is() =>
        OwnPolicies.RefusedBuiltIn(server, "iam:CreatePolicyVersion", arn => new CreatePolicyVersion.Request(arn, Documents.AllowAll));

    [Fact]
    public Task An_unknown_policy_is_named() => OwnPolicies.RefusedUnknown(server, arn => new CreatePolicyVersion.Request(arn, Documents.AllowAll));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:CreatePolicyVersion", "arn:aws:iam::111111111111:policy/ghost",
        new CreatePolicyVersion.Request("arn:aws:iam::111111111111:policy/ghost", Documents.AllowAll));
}

[Collection<SharedServer>]
public sealed class SetDefaultPolicyVersionTests(TestServer server)
{
    [Fact]
    public async Task An_older_version_can_be_put_in_force_again_at_once()
    {
        var arn = await server.AddPolicy(Documents.Allow("iam:ListUsers"));
        await server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.Allow("iam:ListPolicies"), SetAsDefault: true));
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, arn));
        var ask = () => server.Run(new AsUser(user.UserName), new ListUsers.Request());
        Assert.Equal("AccessDenied", (await Refused.By(ask)).Code);

        await server.AsAdmin(new SetDefaultPolicyVersion.Request(arn, "v1"));

        await ask();
        Assert.Equal("v1", (await server.AsAdmin(new GetPolicy.Request(arn))).Policy.DefaultVersionId);
    }

    [Fact]
    public async Task As_a_boundary_it_limits_at_once()
    {
        var arn = await server.AddPolicy();
        await server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.Allow("iam:ListPolicies")));
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name, PermissionsBoundary: arn));
        await server.AsAdmin(new PutUserPolicy.Request(name, "all", Documents.AllowAll));
        var ask = () => server.Run(new AsUser(name), new ListUsers.Request());
        await ask();

        await server.AsAdmin(new SetDefaultPolicyVersion.Request(arn, "v2"));

        Assert.Equal("AccessDenied", (await Refused.By(ask)).Code);
    }

    [Fact]
    public async Task An_unknown_version_is_named()
    {
        var arn = await server.AddPolicy();

        await Refused.With(
            "NoSuchEntity", 404, $"Policy {arn} version v2 does not exist or is not attachable.",
            () => server.AsAdmin(new SetDefaultPolicyVersion.Request(arn, "v2")));
    }

    [Fact]
    public Task What_comes_with_the_server_stays_as_it_is() =>
        OwnPolicies.RefusedBuiltIn(server, "iam:SetDefaultPolicyVersion", arn => new SetDefaultPolicyVersion.Request(arn, "v1"));

    [Fact]
    public Task An_unknown_policy_is_named() => OwnPolicies.RefusedUnknown(server, arn => new SetDefaultPolicyVersion.Request(arn, "v1"));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:SetDefaultPolicyVersion", "arn:aws:iam::111111111111:policy/ghost",
        new SetDefaultPolicyVersion.Request("arn:aws:iam::111111111111:policy/ghost", "v1"));
}

[Collection<SharedServer>]
public sealed class DeletePolicyVersionTests(TestServer server)
{
    [Fact]
    public async Task A_version_that_is_not_in_force_is_gone()
    {
        var arn = await server.AddPolicy();
        await server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.AllowAll));

        await server.AsAdmin(new DeletePolicyVersion.Request(arn, "v2"));

        Assert.Equal(["v1"], (await server.AsAdmin(new ListPolicyVersions.Request(arn))).Versions.Select(version => version.VersionId), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_one_in_force_stays()
    {
        var arn = await server.AddPolicy();

        await Refused.With(
            "DeleteConflict", 409, "Cannot delete the default version of a policy.", () => server.AsAdmin(new DeletePolicyVersion.Request(arn, "v1")));
    }

    [Fact]
    public async Task An_unknown_version_is_named()
    {
        var arn = await server.AddPolicy();

        await Refused.With(
            "NoSuchEntity", 404, $"Policy {arn} version v7 does not exist or is not attachable.",
            () => server.AsAdmin(new DeletePolicyVersion.Request(arn, "v7")));
    }

    [Fact]
    public Task What_comes_with_the_server_stays() =>
        OwnPolicies.RefusedBuiltIn(server, "iam:DeletePolicyVersion", arn => new DeletePolicyVersion.Request(arn, "v1"));

    [Fact]
    public Task An_unknown_policy_is_named() => OwnPolicies.RefusedUnknown(server, arn => new DeletePolicyVersion.Request(arn, "v1"));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeletePolicyVersion", "arn:aws:iam::111111111111:policy/ghost",
        new DeletePolicyVersion.Request("arn:aws:iam::111111111111:policy/ghost", "v1"));
}

[Collection<SharedServer>]
public sealed class ListPolicyVersionsTests(TestServer server)
{
    [Fact]
    public async Task Pages_have_every_version_once_the_youngest_first()
    {
        var arn = await server.AddPolicy();
        for (var i = 2; i <= 5; i++)
            await server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.AllowAll, SetAsDefault: i == 3));

        var versions = new List<IamPolicyVersion>();
        string? marker = null;
        do
        {
            var page = await server.AsAdmin(new ListPolicyVersions.Request(arn, marker, 2));
            Assert.InRange(page.Versions.Count, 1, 2);
            versions.AddRange(page.Versions);
            marker = page.Marker;
        }
        while (marker is not null);

        Assert.Equal("v5 v4 v3 v2 v1", string.Join(' ', versions.Select(version => version.VersionId)));
        Assert.Equal("v3", Assert.Single(versions, version => version.IsDefaultVersion).VersionId);
        Assert.All(versions, version => Assert.Null(version.Document));
    }

    [Fact]
    public async Task What_comes_with_the_server_has_one()
    {
        var versions = (await server.AsAdmin(new ListPolicyVersions.Request(Arn.OfBuiltInPolicy("ForceMFA")))).Versions;

        Assert.Equal([("v1", true)], versions.Select(version => (version.VersionId, version.IsDefaultVersion)));
    }

    [Fact]
    public Task A_marker_of_another_list_is_refused() => Refused.With(
        "ValidationError", 400, "Invalid Marker. Use the Marker of the answer before, unchanged, with the same parameters.",
        () => server.AsAdmin(new ListPolicyVersions.Request(Arn.OfBuiltInPolicy("ForceMFA"), "eA")));

    [Fact]
    public Task An_unknown_policy_is_named() => OwnPolicies.RefusedUnknown(server, arn => new ListPolicyVersions.Request(arn));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListPolicyVersions", "arn:aws:iam::111111111111:policy/ghost", new ListPolicyVersions.Request("arn:aws:iam::111111111111:policy/ghost"));
}
