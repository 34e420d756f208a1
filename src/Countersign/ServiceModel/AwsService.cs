using System.Collections.Frozen;
using System.Text.Json;

namespace Countersign.ServiceModel;

/// <summary>An AWS API as its public service model describes it: data that travels in the assembly, read once.</summary>
internal sealed class AwsService
{
    private static readonly Lazy<AwsService> LazyIam = new(() => Load("iam"));
    private static readonly Lazy<AwsService> LazySts = new(() => Load("sts"));

    // Codes are used up by being right, and a wrong one is often the next to be right: no message repeats one.
    private static readonly FrozenSet<string> CodeShapes =
        FrozenSet.Create(StringComparer.Ordinal, "tokenCodeType", "authenticationCodeType");

    private readonly FrozenDictionary<string, AwsOperation> _byAction;

    private AwsService(JsonElement model)
    {
        Name = model.GetProperty("service").GetString()!;
        Version = model.GetProperty("version").GetString()!;
        XmlNamespace = model.GetProperty("xmlNamespace").GetString()!;
        Shapes = ReadShapes(model.GetProperty("shapes"));
        Operations = model.GetProperty("operations").EnumerateObject()
            .ToFrozenDictionary(o => o.Name, o => ReadOperation(o.Name, o.Value), StringComparer.Ordinal);
        _byAction = Operations.Values.ToFrozenDictionary(o => o.Action, StringComparer.Ordinal);
    }

    /// <summary>AWS Identity and Access Management, 2010-05-08.</summary>
    public static AwsService Iam => LazyIam.Value;

    /// <summary>AWS Security Token Service, 2011-06-15.</summary>
    public static AwsService Sts => LazySts.Value;

    /// <summary><c>iam</c> or <c>sts</c>.</summary>
    public string Name { get; }

    /// <summary>The parameter Version of its requests, such as <c>2010-05-08</c>.</summary>
    public string Version { get; }

    /// <summary>The namespace of its answers.</summary>
    public string XmlNamespace { get; }

    /// <summary>Operations by name.</summary>
    public FrozenDictionary<string, AwsOperation> Operations { get; }

    /// <summary>Shapes by name.</summary>
    public FrozenDictionary<string, Shape> Shapes { get; }

    /// <summary>The operation of an action such as <c>iam:EnableMFADevice</c>; null when this API has none.</summary>
    public AwsOperation? FindAction(string action) => _byAction.GetValueOrDefault(action);

    private static AwsService Load(string name)
    {
        var resource = $"Countersign.ServiceModel.{name}.json";
        using var stream = typeof(AwsService).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The service model {resource} is not in the assembly.");
        using var document = JsonDocument.Parse(stream);
        return new AwsService(document.RootElement);
    }

    private AwsOperation ReadOperation(string name, JsonElement model) => new(
        this, name, ShapeOf(model, "input"), ShapeOf(model, "output"),
        [.. model.GetProperty("errors").EnumerateArray().Select(e =>
            new AwsError(e.GetProperty("code").GetString()!, StatusOf(e.GetProperty("status"))))],
        Signed: !(model.TryGetProperty("authtype", out var type) && type.GetString() is "none"));

    // A few errors of AWS Organizations have none; the protocol's default is the caller's fault.
    private static int StatusOf(JsonElement status) => status.ValueKind is JsonValueKind.Number ? status.GetInt32() : 400;

    private Shape? ShapeOf(JsonElement operation, string property) =>
        operation.GetProperty(property).GetString() is { } name ? Shapes[name] : null;

    private FrozenDictionary<string, Shape> ReadShapes(JsonElement models)
    {
        var shapes = models.EnumerateObject()
            .ToFrozenDictionary(s => s.Name, s => ReadShape(s.Name, s.Value), StringComparer.Ordinal);

        // Second, what refers to other shapes.
        foreach (var model in models.EnumerateObject())
        {
            var shape = shapes[model.Name];
            shape.Members = ReadMembers(model.Value, shapes);
            shape.Item = Referred(model.Value, "member", shapes);
            shape.Key = Referred(model.Value, "key", shapes);
            shape.Value = Referred(model.Value, "value", shapes);
        }
        return shapes;
    }

    private Shape ReadShape(string name, JsonElement model)
    {
        var sensitive = model.TryGetProperty("sensitive", out var flag) && flag.GetBoolean();
        return new Shape
        {
            Name = name,
            Type = Enum.Parse<ShapeType>(model.GetProperty("type").GetString()!, ignoreCase: true),
            Min = model.TryGetProperty("min", out var min) ? min.GetInt64() : null,
            Max = model.TryGetProperty("max", out var max) ? max.GetInt64() : null,
            Pattern = model.TryGetProperty("pattern", out var pattern) ? new JavaPattern(pattern.GetString()!) : null,
            Enum = model.TryGetProperty("enum", out var values)
                ? [.. values.EnumerateArray().Select(v => v.GetString()!)]
                : [],
            Sensitive = sensitive,
            Shown = Name is "sts" && !sensitive && !CodeShapes.Contains(name),
        };
    }

    private static List<ShapeMember> ReadMembers(JsonElement model, FrozenDictionary<string, Shape> shapes)
    {
        if (!model.TryGetProperty("members", out var members))
            return [];

        HashSet<string> required = model.TryGetProperty("required", out var names)
            ? [.. names.EnumerateArray().Select(n => n.GetString()!)]
            : [];
        return [.. members.EnumerateObject().Select(m => new ShapeMember(
            m.Name, shapes[m.Value.GetProperty("shape").GetString()!], required.Contains(m.Name)))];
    }

    private static Shape? Referred(JsonElement model, string property, FrozenDictionary<string, Shape> shapes) =>
        model.TryGetProperty(property, out var reference) ? shapes[reference.GetProperty("shape").GetString()!] : null;
}
