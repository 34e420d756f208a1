using System.Globalization;
using System.Text.Json;
using Countersign.Sts;

namespace Countersign.Authorize;

/// <summary>Reads whom a question is about, and what the asking service says of it.</summary>
/// <remarks>
/// Who somebody is and what tags they have is known here, so nothing of that is taken from a property. A property without a colon
/// that means nothing here is passed over, as AuthZEN has it; one that looks like a condition key is refused, lest a service
/// believes it was heard.
/// </remarks>
internal static class SubjectReader
{
    private const int LongestType = 64;
    private const int LongestId = 1024;
    private const int LongestToken = 4096;
    private const string Mfa = "aws:MultiFactorAuthPresent";
    private const string MfaAge = "aws:MultiFactorAuthAge";
    private const string Token = "session_token";

    /// <exception cref="ApiError">ValidationError: names the member that is wrong.</exception>
    public static Subject Read(JsonMember subject)
    {
        var kind = Kind(subject.Get("type"));
        var id = subject.Get("id").AsText(LongestId);
        var properties = subject.FindObject("properties");
        foreach (var (name, member) in properties?.Members() ?? [])
        {
            if (name.Contains(':', StringComparison.Ordinal) && !(kind == SubjectKind.User && name is Mfa or MfaAge))
                throw AuthorizeErrors.NotOfSubject(member.Path, Subject.Word(kind));
        }

        return kind switch
        {
            SubjectKind.User => WithMfa(new Subject(kind, id), properties),
            SubjectKind.Session => new Subject(kind, id, properties?.Find(Token)?.AsText(LongestToken) ?? throw AuthorizeErrors.Missing(subject.PathOf("properties." + Token))),
            _ => new Subject(kind, id),
        };
    }

    private static SubjectKind Kind(JsonMember member)
    {
        var text = member.AsText(LongestType);
        foreach (var kind in Enum.GetValues<SubjectKind>())
        {
            if (Subject.Word(kind) == text)
                return kind;
        }

        throw AuthorizeErrors.Malformed(member.Path, "user, role, access_key or session");
    }

    private static Subject WithMfa(Subject user, JsonMember? properties)
    {
        var age = properties?.Find(MfaAge);
        if (properties?.Find(Mfa) is not { } present)
            return age is { } alone ? throw AuthorizeErrors.Malformed(alone.Path, $"beside {Mfa}: true") : user;
        var given = present.Value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw AuthorizeErrors.Malformed(present.Path, "true or false"),
        };
        return age switch
        {
            null => user with { Mfa = given },
            { } one when !given => throw AuthorizeErrors.Malformed(one.Path, $"beside {Mfa}: true"),
            { } one => user with { Mfa = true, MfaAge = Seconds(one) },
        };
    }

    private static long Seconds(JsonMember member)
    {
        var longest = (long)SessionToken.LongestLifetime.TotalSeconds;
        return member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var seconds) && seconds >= 0 && seconds <= longest
            ? seconds
            : throw AuthorizeErrors.Malformed(member.Path, string.Create(CultureInfo.InvariantCulture, $"a whole number of seconds from 0 to {longest}"));
    }
}
