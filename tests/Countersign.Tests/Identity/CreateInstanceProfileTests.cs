using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class CreateInstanceProfileTests(TestServer server)
{
    [Fact]
    public async Task A_new_instance_profile_has_path_id_arn_tags_and_no_role()
    {
        var name = server.NewName("profile");

        var made = (await server.AsAdmin(new CreateInstanceProfile.Request(name, "/team/", [new Tag("Cost", "42")]))).InstanceProfile;

        Assert.Equal(
            (name, "/team/", Arn.OfInstanceProfile(server.Admin.AccountId, "/team/", name)), (made.InstanceProfileName, made.Path, made.Arn));
        Assert.Matches("^AIPA[A-Z2-7]{17}$", made.InstanceProfileId);
        Assert.Empty(made.Roles);
        Assert.Equal([new Tag("Cost", "42")], made.Tags!);
        Assert.Equivalent(made, (await server.AsAdmin(new GetInstanceProfile.Request(name))).InstanceProfile, strict: true);
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_case()
    {
        await server.AsAdmin(new CreateInstanceProfile.Request("machine"));

        await Refused.With(
            "EntityAlreadyExists", 409, "Instance Profile Machine already exists.", () => server.AsAdmin(new CreateInstanceProfile.Request("Machine")));
    }

    [Fact]
    public Task Tag_keys_that_differ_only_in_case_are_refused() => Refused.With(
        "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        () => server.AsAdmin(new CreateInstanceProfile.Request(server.NewName("profile"), Tags: [new Tag("a", "1"), new Tag("A", "2")])));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:CreateInstanceProfile", SomeRole.ArnOfProfile(server, "zoe"), new CreateInstanceProfile.Request("zoe"));

    [Fact]
    public async Task A_policy_can_ask_for_tags()
    {
        var boss = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:CreateInstanceProfile","Resource":"*","Condition":{"StringEquals":{"aws:RequestTag/team":"ops"}}}}
            """);

        await server.Run(new AsUser(boss.UserName), new CreateInstanceProfile.Request(server.NewName("profile"), Tags: [new Tag("team", "ops")]));

        await SomeRole.Denied(() => server.Run(new AsUser(boss.UserName), new CreateInstanceProfile.Request(server.NewName("profile"))));
    }
}

/// <summary>Fills a server of its own.</summary>
public sealed class CreateInstanceProfileQuotaTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_account_has_1000_instance_profiles_at_most()
    {
        await server.Database.Write(
            async store =>
            {
                for (var count = 0; count < Quotas.InstanceProfiles - 1; count++)
                    Assert.True(await store.InstanceProfiles.Add(NewProfile()));
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);

        await server.AsAdmin(new CreateInstanceProfile.Request("last"));
        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for InstanceProfilesPerAccount: 1000",
            () => server.AsAdmin(new CreateInstanceProfile.Request("one-too-many")));
    }

    private InstanceProfile NewProfile() => new()
    {
        InstanceProfileId = UniqueId.OfEntity("AIPA"),
        AccountId = server.Admin.AccountId,
        ProfileName = server.NewName("profile"),
        Path = "/",
        CreatedAt = server.Clock.GetUtcNow(),
    };
}
