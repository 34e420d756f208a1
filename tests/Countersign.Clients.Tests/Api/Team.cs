namespace Countersign.Clients.Tests.Api;

/// <summary>Users under a path of their own, for lists that other tests do not disturb.</summary>
/// <param name="Path">Such as <c>/team-7/</c>.</param>
/// <param name="Names">In the order of a list.</param>
internal sealed record Team(string Path, IReadOnlyList<string> Names)
{
    public static async Task<Team> Of(int size, RunningServer server)
    {
        using var admin = new Administrator(server);
        var name = server.NewName("team");
        var team = new Team($"/{name}/", [.. Enumerable.Range(0, size).Select(number => $"{name}-{number}")]);
        foreach (var member in team.Names)
            await admin.Iam("CreateUser", ("UserName", member), ("Path", team.Path));
        return team;
    }
}
