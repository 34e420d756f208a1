using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class TagRoleTests(TestServer server) : TaggingTests(server, TagRole.Action)
{
    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => Server.AsAdmin(Add("ghost", new Tag("a", "1"))));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(Server, "iam:TagRole", SomeRole.ArnOf(Server, "ghost"), Add("ghost", new Tag("a", "1")));

    protected override async Task<string> New(params Tag[] tags) => (await SomeRole.Add(Server, tags: tags)).RoleName;

    protected override IRequest<Nothing> Add(string name, params Tag[] tags) => new TagRole.Request(name, tags);

    protected override async Task<IReadOnlyList<Tag>> Listed(string name) => (await Server.AsAdmin(new ListRoleTags.Request(name))).Tags;

    protected override async Task<IReadOnlyList<Tag>> Told(string name) => (await Server.AsAdmin(new GetRole.Request(name))).Role.Tags!;
}
