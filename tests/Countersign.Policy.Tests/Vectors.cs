using System.Text.Json;

namespace Countersign.Policy.Tests;

/// <summary>One row of tests/vectors/policy/cases.json or fuzz.json (fields: the README beside them).</summary>
internal sealed class Vector(JsonElement row)
{
    public string Id { get; } = row.GetProperty("id").GetString()!;

    public string Expected { get; } = row.GetProperty("expected").GetString()!;

    public Dictionary<string, string> Layers { get; } = row.GetProperty("layers").EnumerateObject()
        .ToDictionary(layer => layer.Name, layer => layer.Value.GetString()!, StringComparer.Ordinal);

    public List<string> Matched { get; } =
        [.. row.GetProperty("matched").EnumerateArray().Select(matched => matched.GetString()!)];

    public PolicySet Policies()
    {
        var policies = row.GetProperty("policies");
        var kind = row.GetProperty("action").GetString() is "sts:AssumeRole" ? PolicyKind.Trust : PolicyKind.Resource;
        return new PolicySet
        {
            Identity = Layer(policies.GetProperty("identity"), PolicyKind.InlineIdentity),
            // Some boundaries have no Version, which a managed policy must have; they say the same as inline ones.
            Boundary = policies.TryGetProperty("boundary", out var boundary)
                ? Layer(boundary, PolicyKind.InlineIdentity)
                : null,
            Session = policies.TryGetProperty("session", out var session) ? Layer(session, PolicyKind.Session) : null,
            Resource = policies.TryGetProperty("resource", out var resource) ? Layer(resource, kind) : null,
            ServiceControl = policies.TryGetProperty("scp", out var levels)
                ? [.. levels.EnumerateArray().Select(level => Layer(level, PolicyKind.ServiceControl))]
                : [],
        };
    }

    public PolicyRequest Request()
    {
        var context = new RequestContext();
        foreach (var key in row.GetProperty("context").EnumerateObject())
        {
            if (key.Value.ValueKind == JsonValueKind.Array)
                context.Set(key.Name, [.. key.Value.EnumerateArray().Select(value => value.GetString()!)]);
            else
                context.Set(key.Name, key.Value.GetString()!);
        }

        return new PolicyRequest(
            PrincipalOf(row.GetProperty("principal").GetString()!),
            row.GetProperty("action").GetString()!,
            row.GetProperty("resource").GetString()!,
            context,
            row.GetProperty("resourceAccount").GetString());
    }

    public static Principal PrincipalOf(string arn)
    {
        var account = arn.Split(':')[4];
        var name = arn.Split(':', 6)[5].Split('/');
        return name[0] switch
        {
            "user" => Principal.User(arn, account),
            "assumed-role" => Principal.RoleSession(arn, $"arn:aws:iam::{account}:role/{name[1]}", account),
            "federated-user" => Principal.FederatedUser(arn, $"arn:aws:iam::{account}:user/{name[1]}", account),
            _ => Principal.Root(account),
        };
    }

    private static PolicyLayer Layer(JsonElement documents, PolicyKind kind) => new(
        [.. (documents.ValueKind == JsonValueKind.Array ? documents.EnumerateArray().ToArray() : [documents])
            .Select((document, i) => new NamedPolicy($"policy {i}", PolicyDocument.Parse(document.GetRawText(), kind)))]);
}

/// <summary>The vector files, read once.</summary>
internal static class Vectors
{
    public static readonly Dictionary<string, Vector> Cases = Read("cases.json");

    public static readonly Dictionary<string, Vector> Fuzz = Read("fuzz.json");

    public static readonly List<(string Document, string? Message)> Malformed =
    [
        .. Rows("malformed.json").Select(
            row => (row.GetProperty("document").GetString()!, row.GetProperty("message").GetString())),
    ];

    private static Dictionary<string, Vector> Read(string file) =>
        Rows(file).Select(row => new Vector(row)).ToDictionary(row => row.Id, StringComparer.Ordinal);

    private static JsonElement.ArrayEnumerator Rows(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "vectors", file);
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("rows").EnumerateArray();
    }
}
