using Countersign.Policy.Conditions;

namespace Countersign.Policy;

/// <summary>Reads a Condition block: <c>{operator: {key: value or [values]}}</c>.</summary>
internal sealed class ConditionParser(PolicyParser parser, bool variables)
{
    public Condition[] Read(JsonPart json)
    {
        if (json.Kind != JsonKind.Object)
            throw PolicyParser.Syntax("Condition is an object", json, "DATA_TYPE_MISMATCH");
        var conditions = new List<Condition>();
        foreach (var (name, keys) in json.Members)
        {
            if (keys.Kind != JsonKind.Object)
                throw PolicyParser.Syntax("an operator is followed by an object of keys and values", keys, "DATA_TYPE_MISMATCH");
            var found = ConditionOperator.Find(name);
            if (found is null && keys.Members.Length > 0)
                throw PolicyParser.Syntax($"\"{name}\" is not a condition operator", keys, CodeOf(name));
            foreach (var (key, value) in keys.Members)
                conditions.Add(new Condition(found!, key, ReadValues(found!, value)));
        }

        return [.. conditions];
    }

    private WantedValue[] ReadValues(ConditionOperator found, JsonPart json)
    {
        var values = json.ItemsOrSelf;
        var wanted = new List<WantedValue>(values.Length);
        foreach (var value in values)
        {
            if (value.Kind is JsonKind.Object or JsonKind.Array or JsonKind.Null)
                throw PolicyParser.Syntax("a value is a string, a number, true or false, or a list of these", value, "DATA_TYPE_MISMATCH");
            if (found.Parse(value.Text, variables) is { } read)
                wanted.Add(read);
            else
                parser.ReportLegacy(MismatchOf(found.Text), $"\"{value.Text}\" is no value for {found.Text}", value);
        }

        return [.. wanted];
    }

    private static string CodeOf(string operatorName) =>
        operatorName.EndsWith("NullIfExists", StringComparison.Ordinal) ? "NULL_WITH_IF_EXISTS" : "INVALID_CONDITION_OPERATOR";

    private static string MismatchOf(string operatorName) => operatorName switch
    {
        _ when operatorName.Contains("Date", StringComparison.Ordinal) => "INVALID_DATE_VALUE",
        _ when operatorName.Contains("Numeric", StringComparison.Ordinal) => "TYPE_MISMATCH_NUMBER",
        _ when operatorName.Contains("Ip", StringComparison.Ordinal) => "TYPE_MISMATCH_IP_RANGE",
        _ => "TYPE_MISMATCH",
    };
}
