using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using Countersign.ServiceModel;

namespace Countersign.Query;

/// <summary>Writes an operation's response record as the XML of the AWS Query protocol, by one walk over record and model.</summary>
/// <remarks>
/// Members in the model's order and under its names; null is left out; an empty list is an empty element (clients then see
/// an empty list, not none). Operations that the model gives no output have no result element.
/// </remarks>
internal static class ResponseWriter
{
    private static readonly ConcurrentDictionary<(Type Type, string Action), Answer> Known = new();

    /// <summary>Writes an answer.</summary>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="action">The operation, such as <c>iam:EnableMFADevice</c>.</param>
    /// <param name="response">What it answered.</param>
    /// <param name="requestId">The id that the answer also has as a header.</param>
    public static void Write(IBufferWriter<byte> output, string action, object response, string requestId)
    {
        var answer = Known.GetOrAdd((response.GetType(), action), key => new Answer(key.Type, key.Action));
        answer.Write(new Utf8Xml(output), response, requestId);
    }

    private sealed class Answer
    {
        private readonly string _response;
        private readonly string _result;
        private readonly string _namespace;
        private readonly Part? _part;

        public Answer(Type type, string action)
        {
            var operation = AwsOperation.Find(action);
            var name = action[(action.IndexOf(':', StringComparison.Ordinal) + 1)..];
            _response = $"{name}Response";
            _result = $"{name}Result";
            _namespace = (operation?.Service ?? AwsService.Iam).XmlNamespace;
            _part = operation is { Output: null } || (operation is null && type == typeof(Nothing))
                ? null
                : Part.Of(type, operation?.Output);
        }

        public void Write(Utf8Xml xml, object response, string requestId)
        {
            xml.Open(_response, _namespace);
            _part?.Write(xml, _result, response);
            xml.Open("ResponseMetadata");
            xml.Element("RequestId", requestId);
            xml.Close("ResponseMetadata");
            xml.Close(_response);
        }
    }

    // One part per type and shape; made once.
    private abstract class Part
    {
        public abstract void Write(Utf8Xml xml, string name, object value);

        public static Part Of(Type type, Shape? shape)
        {
            if (WireValue.Find(type) is { } value)
                return new Scalar(value);
            if (RecordType.ItemOf(type) is { } item)
                return new List(Of(item, shape?.Item));
            if (RecordType.EntryOf(type) is { } entry)
            {
                return (Part)Activator.CreateInstance(
                    typeof(Map<,>).MakeGenericType(entry.Key, entry.Value),
                    Of(entry.Key, shape?.Key), Of(entry.Value, shape?.Value))!;
            }
            return new Record(RecordType.Of(type), shape);
        }
    }

    private sealed class Scalar(WireValue type) : Part
    {
        public override void Write(Utf8Xml xml, string name, object value) => xml.Element(name, type.Print(value));
    }

    private sealed class List(Part item) : Part
    {
        public override void Write(Utf8Xml xml, string name, object value)
        {
            var open = false;
            foreach (var each in (IEnumerable)value)
            {
                if (!open)
                    xml.Open(name);
                open = true;
                item.Write(xml, "member", each);
            }

            if (open)
                xml.Close(name);
            else
                xml.Empty(name);
        }
    }

    private sealed class Map<TKey, TValue>(Part key, Part value) : Part
        where TKey : notnull
        where TValue : notnull
    {
        public override void Write(Utf8Xml xml, string name, object map)
        {
            xml.Open(name);
            foreach (var entry in (IReadOnlyDictionary<TKey, TValue>)map)
            {
                xml.Open("entry");
                key.Write(xml, "key", entry.Key);
                value.Write(xml, "value", entry.Value);
                xml.Close("entry");
            }
            xml.Close(name);
        }
    }

    private sealed class Record(RecordType type, Shape? shape) : Part
    {
        private readonly (RecordMember Member, string WireName, Part Part)[] _members =
        [
            .. InModelOrder(type, shape).Select(m =>
                (m, shape?.Find(m.Name)?.Name ?? m.Name, Of(m.Type, shape?.Find(m.Name)?.Shape))),
        ];

        public override void Write(Utf8Xml xml, string name, object value)
        {
            xml.Open(name);
            foreach (var (member, wireName, part) in _members)
            {
                if (member.In(value) is { } present)
                    part.Write(xml, wireName, present);
            }
            xml.Close(name);
        }

        private static IEnumerable<RecordMember> InModelOrder(RecordType type, Shape? shape)
        {
            var order = (shape?.Members ?? []).Select((m, i) => (m.Name, i))
                .ToDictionary(p => p.Name, p => p.i, StringComparer.OrdinalIgnoreCase);
            return type.Members.OrderBy(m => order.GetValueOrDefault(m.Name, int.MaxValue));    // stable
        }
    }
}
