using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Policy;
using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>A role's trust policy: users and roles stand in it by their ids, so that a namesake of somebody deleted is not let in.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
internal static class TrustPolicy
{
    // The plus signs of names stay what they are.
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as it is kept: each user and role that it names by its id.</summary>
    /// <exception cref="ApiError">MalformedPolicyDocument in AWS's words, also when it names somebody whom there is not; LimitExceeded.</exception>
    public static async Task<string> Store(string document, Store store)
    {
        if (!PolicyDocument.TryParse(document, PolicyKind.Trust, out var parsed, out var fault))
            throw IamErrors.MalformedPolicy(IsJson(document) ? fault.Message : "This policy contains invalid Json");    // AWS has words of its own here
        if (parsed.CountedLength > Quotas.TrustPolicySize)
            throw IamErrors.QuotaExceeded("ACLSizePerRole", Quotas.TrustPolicySize);
        return await Replace(parsed, async arn => await IdOf(arn, store) ?? throw IamErrors.MalformedPolicy($"Invalid principal in policy: \"AWS\":\"{arn}\""), Arns);
    }

    /// <summary>The document as it is shown: each id by the ARN of today; one whose owner is gone stays an id.</summary>
    /// <param name="stored">As it is kept.</param>
    /// <param name="shown">What ids are shown as, of the documents before and from now on of this one.</param>
    /// <param name="store">The tables.</param>
    public static Task<string> Show(string stored, Dictionary<string, string> shown, Store store) => Replace(
        PolicyDocument.Parse(stored, PolicyKind.Trust),
        async id => shown.TryGetValue(id, out var text) ? text : shown[id] = await ArnOf(id, store) ?? id,
        Ids);

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Arns(string value) => value.Split(':', 6) is ["arn", _, "iam", _, _, var name] && name != "root";

    private static bool Ids(string value) =>
        value.StartsWith("AIDA", StringComparison.Ordinal) || value.StartsWith("AROA", StringComparison.Ordinal);

    private static async Task<string> Replace(PolicyDocument document, Func<string, Task<string>> replace, Func<string, bool> isMeant)
    {
        var text = new StringBuilder();
        var done = 0;
        foreach (var principal in document.Statements.SelectMany(statement => statement.Principals).Where(one => one.Type == "AWS" && isMeant(one.Value)).OrderBy(one => one.Start))
        {
            text.Append(document.Text, done, principal.Start - done).Append(JsonSerializer.Serialize(await replace(principal.Value), AsWritten));
            done = principal.End;
        }

        return text.Append(document.Text, done, document.Text.Length - done).ToString();
    }

    // An ARN of a user or a role whom there is; the path must be the right one.
    private static async Task<string?> IdOf(string arn, Store store)
    {
        var account = arn.Split(':', 6)[4];
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        if (await store.Users.Find(account, name) is { } user && user.Arn == arn)
            return user.UserId;
        return await store.Roles.Find(account, name) is { } role && role.Arn == arn ? role.RoleId : null;
    }

    private static async Task<string?> ArnOf(string id, Store store) => id.StartsWith("AIDA", StringComparison.Ordinal)
        ? (await store.Users.FindById(id))?.Arn
        : (await store.Roles.FindById(id))?.Arn;
}
