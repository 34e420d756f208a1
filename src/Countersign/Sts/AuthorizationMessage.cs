using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Policy;
using Countersign.Storage;

namespace Countersign.Sts;

/// <summary>Why a request was refused, sealed: whoever was refused can hand it on, and only who may decode messages reads it.</summary>
/// <remarks>
/// Base64 of what the data keys seal, bound to the account. Nothing of it is kept: after a rotation of the keys it opens as long as the key
/// that sealed it is there. What does not fit into the 10,240 characters that the API takes is left out, statements first.
/// </remarks>
internal static class AuthorizationMessage
{
    private const int Longest = 10_240;    // characters
    private const int Overhead = 32;       // bytes: key id, nonce, tag
    private const int Room = Longest / 4 * 3 - Overhead;
    private const string Place = "authorization message";

    /// <summary>Seals a refusal for an account.</summary>
    /// <returns>Null when even the question is too long.</returns>
    public static string? Seal(Judgement judgement, Sealing sealing, string accountId)
    {
        var statements = judgement.Statements
            .Where(each => judgement.IsExplicitDeny && each.Applies && each.Where.Statement.Effect == Effect.Deny)
            .Select(each => each.Where.Statement).ToList();
        var keys = judgement.Request.Context.Values.OrderBy(key => key.Key, StringComparer.OrdinalIgnoreCase).ToList();
        var bytes = Write(judgement, statements, keys);
        while (bytes.Length > Room && statements.Count + keys.Count > 0)
        {
            if (statements.Count > 0)
                statements.RemoveAt(statements.Count - 1);
            else
                keys.RemoveAt(keys.Count - 1);
            bytes = Write(judgement, statements, keys);
        }

        return bytes.Length > Room ? null : Convert.ToBase64String(sealing.Seal(bytes, Place, "decision", accountId));
    }

    /// <summary>The JSON text of a message; null when it is none of this account's, was changed, or its key is gone.</summary>
    public static string? Open(string text, Sealing sealing, string accountId)
    {
        var bytes = new byte[Longest];
        if (text.Length > Longest || !Convert.TryFromBase64String(text, bytes, out var length) || Convert.ToBase64String(bytes, 0, length) != text)
            return null;
        try
        {
            return Encoding.UTF8.GetString(sealing.Open(bytes.AsSpan(0, length), Place, "decision", accountId));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Write(
        Judgement judgement, List<Statement> statements, List<KeyValuePair<string, ContextValue>> keys) =>
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["allowed"] = judgement.IsAllowed,
            ["explicitDeny"] = judgement.IsExplicitDeny,
            ["matchedStatements"] = Items(statements.Select(Written)),
            ["failures"] = Items([]),
            ["context"] = new JsonObject
            {
                ["principal"] = new JsonObject
                {
                    ["id"] = judgement.Request.Context.Find("aws:userid").Text ?? "",
                    ["arn"] = judgement.Request.Principal.Arn,
                },
                ["action"] = judgement.Request.Action,
                ["resource"] = judgement.Request.Resource,
                ["conditions"] = Items(keys.Select(key => new JsonObject
                {
                    ["key"] = key.Key,
                    ["values"] = Values(key.Value.Texts ?? [key.Value.Text ?? ""]),
                })),
            },
        }.ToJsonString());

    private static JsonObject Written(Statement statement)
    {
        var json = JsonNode.Parse(statement.Text)!.AsObject();
        var written = new JsonObject
        {
            ["statementId"] = statement.Sid ?? "",
            ["effect"] = statement.Effect == Effect.Deny ? "DENY" : "ALLOW",
            ["principals"] = Values(statement.Principals.Select(principal => principal.Value)),
            ["principalGroups"] = Items([]),
            ["actions"] = Values(Texts(json["Action"])),
            ["resources"] = Values(Texts(json["Resource"])),
            ["conditions"] = Items((json["Condition"] as JsonObject ?? new JsonObject()).SelectMany(
                block => block.Value!.AsObject().Select(condition => new JsonObject
                {
                    ["operator"] = block.Key,
                    ["key"] = condition.Key,
                    ["values"] = Values(Texts(condition.Value)),
                }))),
        };
        if (json["NotAction"] is { } notAction)
            written["notActions"] = Values(Texts(notAction));
        if (json["NotResource"] is { } notResource)
            written["notResources"] = Values(Texts(notResource));
        return written;
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => list.Select(item => item!.ToString()),
        _ => [node.ToString()],
    };

    private static JsonObject Values(IEnumerable<string> texts) => Items(texts.Select(text => new JsonObject { ["value"] = text }));

    private static JsonObject Items(IEnumerable<JsonObject> items) => new() { ["items"] = new JsonArray(items.ToArray<JsonNode?>()) };
}
