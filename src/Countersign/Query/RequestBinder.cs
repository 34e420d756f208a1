using System.Collections.Concurrent;
using System.Globalization;
using Countersign.ServiceModel;

namespace Countersign.Query;

/// <summary>Makes an operation's request record from parameters, by one walk over the record and the service model.</summary>
/// <remarks>
/// Members are found by the model's names, lists as <c>NAME.member.N</c> (sorted by N, gaps allowed; a bare <c>NAME=</c> is
/// an empty list), structures by dots. A member may be left out if it is nullable or has a default. Parameters that
/// nobody asks for are ignored, as in AWS.
/// </remarks>
internal static class RequestBinder
{
    // Enough for any person; ten thousand wrong items would make an answer ten times as long as the request.
    private const int MostFaults = 100;

    private static readonly ConcurrentDictionary<(Type Type, string Action), Part> Known = new();

    /// <summary>Reads a request.</summary>
    /// <param name="type">The request record.</param>
    /// <param name="parameters">What was sent.</param>
    /// <param name="action">The operation, such as <c>iam:EnableMFADevice</c>; its rules apply if the model has it.</param>
    /// <exception cref="ApiError">
    /// ValidationError: names every fault of every member, but of a list with too many items only that, and of any list no
    /// more than a hundred.
    /// </exception>
    public static object Bind(Type type, Parameters parameters, string action)
    {
        var part = Known.GetOrAdd((type, action), key => Part.Of(key.Type, AwsOperation.Find(key.Action)?.Input));
        List<Fault> faults = [];
        var request = part.Read(parameters.Root, "", faults);
        return faults.Count == 0 ? request! : throw Fault.Refuse(faults);
    }

    /// <inheritdoc cref="Bind(Type, Parameters, string)"/>
    public static T Bind<T>(Parameters parameters, string action)
        where T : notnull =>
        (T)Bind(typeof(T), parameters, action);

    // One part per type and shape; made once. Read answers null only after it has added a fault.
    private abstract class Part
    {
        public abstract object? Read(ParameterNode node, string path, List<Fault> faults);

        public static Part Of(Type type, Shape? shape)
        {
            if (WireValue.Find(type) is { } value)
                return value.CanRead ? new Scalar(value, shape) : throw new NotSupportedException($"{type} is for responses only.");
            if (RecordType.ItemOf(type) is { } item)
                return (Part)Activator.CreateInstance(typeof(ListOf<>).MakeGenericType(item), Of(item, shape?.Item), shape)!;
            return new Record(RecordType.Of(type), shape);
        }
    }

    private sealed class Scalar(WireValue type, Shape? shape) : Part
    {
        public override object? Read(ParameterNode node, string path, List<Fault> faults)
        {
            var known = faults.Count;
            if (node.Value is not { } text)
            {
                faults.Add(new Fault(path, Constraint.NotNull));
                return null;
            }

            shape?.Check(path, text, faults);
            if (faults.Count > known)
                return null;

            var value = type.Read(text);
            if (value is null)
                faults.Add(shape?.Fault(path, type.Rule, text) ?? new Fault(path, type.Rule));
            return value;
        }
    }

    private sealed class ListOf<T>(Part item, Shape? shape) : Part
    {
        public override object? Read(ParameterNode node, string path, List<Fault> faults)
        {
            var members = node.Find("member");
            var numbered = new List<(int Number, ParameterNode Node)>(members?.Children.Count ?? 0);
            foreach (var (index, child) in members?.Children ?? ParameterNode.NoChildren)
            {
                if (!TryReadIndex(index, out var number))
                {
                    faults.Add(new Fault(path, Constraint.List));
                    return null;
                }
                numbered.Add((number, child));
            }
            numbered.Sort((one, other) => one.Number.CompareTo(other.Number));
            if (numbered.Count == 0 && (members ?? node).Value is not "")
            {
                faults.Add(new Fault(path, Constraint.List));
                return null;
            }

            shape?.CheckCount(path, numbered.Count, faults);
            if (numbered.Count > shape?.Max)
                return null;
            var items = new T[numbered.Count];
            for (var i = 0; i < items.Length && faults.Count < MostFaults; i++)
            {
                var at = string.Create(CultureInfo.InvariantCulture, $"{path}.{numbered[i].Number}.member");
                if (item.Read(numbered[i].Node, at, faults) is T read)
                    items[i] = read;
            }
            return items;
        }

        // One spelling per number, so no two parameters can claim one place.
        private static bool TryReadIndex(string text, out int number) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && text[0] != '0';
    }

    private sealed class Record(RecordType type, Shape? shape) : Part
    {
        private readonly (RecordMember Member, string WireName, Part Part)[] _members =
        [
            .. type.Members.Select(m =>
                (m, shape?.Find(m.Name)?.Name ?? m.Name, Of(m.Type, shape?.Find(m.Name)?.Shape))),
        ];

        public override object? Read(ParameterNode node, string path, List<Fault> faults)
        {
            var known = faults.Count;
            var values = new object?[_members.Length];
            for (var i = 0; i < values.Length; i++)
            {
                var (member, wireName, part) = _members[i];
                var at = path.Length == 0 ? member.PathName : $"{path}.{member.PathName}";
                if (node.Find(wireName) is { } child)
                    values[i] = part.Read(child, at, faults);
                else if (member.Optional)
                    values[i] = member.Default;
                else
                    faults.Add(new Fault(at, Constraint.NotNull));
            }
            return faults.Count == known ? type.New(values) : null;
        }
    }
}
