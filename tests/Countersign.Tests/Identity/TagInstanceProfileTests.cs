using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class TagInstanceProfileTests(TestServer server) : TaggingTests(server, TagInstanceProfile.Action)
{
    [Fact]
    public Task An_unknown_instance_profile_is_named() => Refused.With(
        "NoSuchEntity", 404, "Instance Profile ghost cannot be found.", () => Server.AsAdmin(Add("ghost", new Tag("a", "1"))));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        Server, "iam:TagInstanceProfile", SomeRole.ArnOfProfile(Server, "ghost"), Add("ghost", new Tag("a", "1")));

    protected override async Task<string> New(params Tag[] tags) =>
        (await Server.AsAdmin(new CreateInstanceProfile.Request(Server.NewName("profile"), Tags: tags))).InstanceProfile.InstanceProfileName;

    protected override IRequest<Nothing> Add(string name, params Tag[] tags) => new TagInstanceProfile.Request(name, tags);

    protected override async Task<IReadOnlyList<Tag>> Listed(string name) => (await Server.AsAdmin(new ListInstanceProfileTags.Request(name))).Tags;

    protected override async Task<IReadOnlyList<Tag>> Told(string name) => (await Server.AsAdmin(new GetInstanceProfile.Request(name))).InstanceProfile.Tags!;
}
