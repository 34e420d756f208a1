using Countersign.Console.Frame;
using Countersign.Identity;

namespace Countersign.Console.Permissions;

/// <summary>What can have policies, a user, a group or a role: where its pages are, and which operations are about it.</summary>
internal sealed record PolicyOwner
{
    public static readonly PolicyOwner User = new()
    {
        Word = "user",
        List = ("Users", Links.Users),
        Rail = "users",
        Url = Links.User,
        Home = name => Links.Credentials(name),
        Tabs =
        [
            ("credentials", "Security credentials", name => Links.Credentials(name)),
            ("permissions", "Permissions", name => Links.User(name) + Permissions),
            ("groups", "Groups", Links.UserGroups),
        ],
        Attached = async (visit, name) => (await visit.Run(new ListAttachedUserPolicies.Request(name))).AttachedPolicies,
        Inline = async (visit, name, marker) => await visit.RunPart(new ListUserPolicies.Request(name, marker)) is { } page ? (page.PolicyNames, page.Marker) : null,
        Document = async (visit, name, policy) => (await visit.Run(new GetUserPolicy.Request(name, policy))).PolicyDocument,
        Boundary = async (visit, name) => (await visit.RunPart(new GetUser.Request(name)))?.User.PermissionsBoundary?.PermissionsBoundaryArn,
        Attach = (name, arn) => new AttachUserPolicy.Request(name, arn),
        Detach = (name, arn) => new DetachUserPolicy.Request(name, arn),
        Put = (name, policy, document) => new PutUserPolicy.Request(name, policy, document),
        Delete = (name, policy) => new DeleteUserPolicy.Request(name, policy),
        Bound = (name, arn) => new PutUserPermissionsBoundary.Request(name, arn),
        Unbound = name => new DeleteUserPermissionsBoundary.Request(name),
        Last = name => new IsLastAdministrator.Request(UserName: name),
    };

    public static readonly PolicyOwner Group = new()
    {
        Word = "group",
        List = ("User groups", Links.Groups),
        Rail = "groups",
        Url = Links.Group,
        Home = Links.Members,
        Tabs = [("members", "Users", Links.Members), ("permissions", "Permissions", name => Links.Group(name) + Permissions)],
        Attached = async (visit, name) => (await visit.Run(new ListAttachedGroupPolicies.Request(name))).AttachedPolicies,
        Inline = async (visit, name, marker) => await visit.RunPart(new ListGroupPolicies.Request(name, marker)) is { } page ? (page.PolicyNames, page.Marker) : null,
        Document = async (visit, name, policy) => (await visit.Run(new GetGroupPolicy.Request(name, policy))).PolicyDocument,
        Attach = (name, arn) => new AttachGroupPolicy.Request(name, arn),
        Detach = (name, arn) => new DetachGroupPolicy.Request(name, arn),
        Put = (name, policy, document) => new PutGroupPolicy.Request(name, policy, document),
        Delete = (name, policy) => new DeleteGroupPolicy.Request(name, policy),
        Last = name => new IsLastAdministrator.Request(GroupName: name),
    };

    public static readonly PolicyOwner Role = new()
    {
        Word = "role",
        List = ("Roles", Links.Roles),
        Rail = "roles",
        Url = Links.Role,
        Home = name => Links.Role(name) + Permissions,
        Tabs =
        [
            ("permissions", "Permissions", name => Links.Role(name) + Permissions),
            ("trust", "Trust policy", name => Links.Role(name) + "/trust"),
            ("settings", "Settings and tags", name => Links.Role(name) + "/settings"),
        ],
        Attached = async (visit, name) => (await visit.Run(new ListAttachedRolePolicies.Request(name))).AttachedPolicies,
        Inline = async (visit, name, marker) => await visit.RunPart(new ListRolePolicies.Request(name, marker)) is { } page ? (page.PolicyNames, page.Marker) : null,
        Document = async (visit, name, policy) => (await visit.Run(new GetRolePolicy.Request(name, policy))).PolicyDocument,
        Boundary = async (visit, name) => (await visit.RunPart(new GetRole.Request(name)))?.Role.PermissionsBoundary?.PermissionsBoundaryArn,
        Attach = (name, arn) => new AttachRolePolicy.Request(name, arn),
        Detach = (name, arn) => new DetachRolePolicy.Request(name, arn),
        Put = (name, policy, document) => new PutRolePolicy.Request(name, policy, document),
        Delete = (name, policy) => new DeleteRolePolicy.Request(name, policy),
        Bound = (name, arn) => new PutRolePermissionsBoundary.Request(name, arn),
        Unbound = name => new DeleteRolePermissionsBoundary.Request(name),
    };

    private const string Permissions = "/permissions";

    public static IReadOnlyList<PolicyOwner> All => [User, Group, Role];

    /// <summary><c>user</c>, <c>group</c> or <c>role</c>.</summary>
    public required string Word { get; init; }

    /// <summary>The list above its page.</summary>
    public required (string Text, string Url) List { get; init; }

    /// <summary>The entry of the rail.</summary>
    public required string Rail { get; init; }

    /// <summary>The beginning of its addresses.</summary>
    public required Func<string, string> Url { get; init; }

    /// <summary>Its first page.</summary>
    public required Func<string, string> Home { get; init; }

    /// <summary>Its pages.</summary>
    public required IReadOnlyList<(string Key, string Label, Func<string, string> Url)> Tabs { get; init; }

    public required Func<Visit, string, Task<IReadOnlyList<AttachedPolicy>>> Attached { get; init; }

    /// <summary>A page of the names of inline policies; null when the visitor may not see them.</summary>
    public required Func<Visit, string, string?, Task<(IReadOnlyList<string> Names, string? Marker)?>> Inline { get; init; }

    /// <summary>An inline policy's document, percent-encoded.</summary>
    public required Func<Visit, string, string, Task<string>> Document { get; init; }

    /// <summary>The boundary's ARN; null when there is none, or it may not be seen. Groups have no boundaries.</summary>
    public Func<Visit, string, Task<string?>>? Boundary { get; init; }

    public required Func<string, string, IRequest<Nothing>> Attach { get; init; }

    public required Func<string, string, IRequest<Nothing>> Detach { get; init; }

    public required Func<string, string, string, IRequest<Nothing>> Put { get; init; }

    public required Func<string, string, IRequest<Nothing>> Delete { get; init; }

    public Func<string, string, IRequest<Nothing>>? Bound { get; init; }

    public Func<string, IRequest<Nothing>>? Unbound { get; init; }

    /// <summary>Asks whether there would be no administrator without its attachment; null for roles, which nobody signs in with.</summary>
    public Func<string, IsLastAdministrator.Request>? Last { get; init; }

    /// <summary>The pattern of the addresses of its policies.</summary>
    public string Pattern => $"/{Word}s/{{name}}{Permissions}";

    /// <summary>The page of its policies.</summary>
    public string PermissionsUrl(string name) => Url(name) + Permissions;

    /// <summary>One of them, as pages need it.</summary>
    public OwnerPlace Place(string name) => new(
        Word, name, Rail, List, Url(name), Home(name), PermissionsUrl(name), [.. Tabs.Select(tab => (tab.Key, tab.Label, tab.Url(name)))], Boundary is not null);
}
