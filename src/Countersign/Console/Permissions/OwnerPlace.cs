namespace Countersign.Console.Permissions;

/// <summary>A user, a group or a role, and where its pages are.</summary>
/// <param name="Word"><c>user</c>, <c>group</c> or <c>role</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rail">The entry of the rail.</param>
/// <param name="List">The list that it is in.</param>
/// <param name="Url">The beginning of its addresses.</param>
/// <param name="Home">Its first page.</param>
/// <param name="Permissions">The page of its policies.</param>
/// <param name="Tabs">Its pages.</param>
/// <param name="HasBoundary">Whether it can have a permissions boundary.</param>
public sealed record OwnerPlace(
    string Word, string Name, string Rail, (string Text, string Url) List, string Url, string Home, string Permissions,
    IReadOnlyList<(string Key, string Label, string Url)> Tabs, bool HasBoundary);
