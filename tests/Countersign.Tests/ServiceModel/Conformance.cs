using System.Reflection;
using Countersign.ServiceModel;

namespace Countersign.Tests.ServiceModel;

/// <summary>Compares operations with the service model: names, types, and what is required.</summary>
internal static class Conformance
{
    /// <summary>Every class of an assembly that has a static Action which the model knows, with its requests and responses.</summary>
    public static IEnumerable<Type> Operations(Assembly assembly) =>
        assembly.GetTypes().Where(t => t.IsClass && ActionOf(t) is { } action && AwsOperation.Find(action) is not null);

    /// <summary>What is not as in the model, each a line that names operation and member.</summary>
    public static IReadOnlyList<string> Differences(Type operation)
    {
        var action = ActionOf(operation)!;
        var model = AwsOperation.Find(action)!;
        var (request, response) = RecordsOf(operation);
        List<string> differences = [];
        CompareTop($"{action} request", request, model.Input, isRequest: true, differences);
        CompareTop($"{action} response", response, model.Output, isRequest: false, differences);
        return differences;
    }

    private static string? ActionOf(Type type) =>
        type.GetProperty("Action", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)?.GetValue(null) as string;

    private static (Type Request, Type Response) RecordsOf(Type operation)
    {
        var contract = operation.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.Name is "IOperation`2");
        return contract is not null
            ? (contract.GetGenericArguments()[0], contract.GetGenericArguments()[1])
            : (operation.GetNestedType("Request") ?? typeof(Nothing), operation.GetNestedType("Response") ?? typeof(Nothing));
    }

    private static void CompareTop(string at, Type type, Shape? shape, bool isRequest, List<string> differences)
    {
        if (shape is not null)
            CompareRecord(at, type, shape, isRequest, differences);
        else if (type != typeof(Nothing) && RecordType.Of(type).Members.Count > 0)
            differences.Add($"{at}: the model has none");
    }

    private static void CompareRecord(string at, Type type, Shape shape, bool isRequest, List<string> differences)
    {
        var members = RecordType.Of(type).Members;
        foreach (var model in shape.Members)
        {
            if (!members.Any(m => m.Name.Equals(model.Name, StringComparison.OrdinalIgnoreCase)))
                differences.Add($"{at}: {model.Name} is missing");
        }

        foreach (var member in members)
        {
            var where = $"{at}: {member.Name}";
            if (shape.Find(member.Name) is not { } model)
            {
                differences.Add($"{where} is not in the model");
                continue;
            }

            // A response may always have what the model lets it leave out; a request must not demand it.
            if (model.Required && member.Optional)
                differences.Add($"{where} must be required");
            else if (!model.Required && !member.Optional && isRequest)
                differences.Add($"{where} must be optional");
            CompareType(where, member.Type, model.Shape, isRequest, differences);
        }
    }

    private static void CompareType(string at, Type type, Shape shape, bool isRequest, List<string> differences)
    {
        if (WireValue.Find(type) is { } value)
        {
            if (value.Shape != shape.Type)
                differences.Add($"{at} is {value.Shape}, not {shape.Type}");
        }
        else if (RecordType.ItemOf(type) is { } item)
        {
            if (shape.Item is null)
                differences.Add($"{at} is List, not {shape.Type}");
            else
                CompareType($"{at}[]", item, shape.Item, isRequest, differences);
        }
        else if (RecordType.EntryOf(type) is { } entry)
        {
            if (shape.Key is null)
                differences.Add($"{at} is Map, not {shape.Type}");
            else
                CompareType($"{at}[value]", entry.Value, shape.Value!, isRequest, differences);
        }
        else if (shape.Type is not ShapeType.Structure)
        {
            differences.Add($"{at} is Structure, not {shape.Type}");
        }
        else
        {
            CompareRecord(at, type, shape, isRequest, differences);
        }
    }
}
