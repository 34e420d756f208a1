using System.Buffers;

namespace Countersign.Console.Users;

/// <summary>What a new user's name is made of (IAM API Reference, CreateUser): checked here to say it in a person's words.</summary>
internal static class UserNameRule
{
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-");

    public static bool IsGood(string name) => name.Length is >= 1 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(Allowed);
}
