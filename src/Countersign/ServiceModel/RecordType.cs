using System.Collections.Concurrent;
using System.Reflection;

namespace Countersign.ServiceModel;

/// <summary>A positional record as the wire sees it: its members, and how to make one. Read by reflection once per type.</summary>
internal sealed class RecordType
{
    private static readonly ConcurrentDictionary<Type, RecordType> Known = new();

    private readonly ConstructorInvoker? _constructor;

    private RecordType(Type type)
    {
        Type = type;
        var constructors = type.GetConstructors();
        var constructor = constructors.Length == 1 ? constructors[0] : null;
        if (constructor is null && type != typeof(Nothing))
            throw new InvalidOperationException($"{type} needs exactly one public constructor to travel on the wire.");

        _constructor = constructor is null ? null : ConstructorInvoker.Create(constructor);
        Members = [.. (constructor?.GetParameters() ?? []).Select(Member)];
    }

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>Its members, in the order of the constructor.</summary>
    public IReadOnlyList<RecordMember> Members { get; }

    /// <summary>What is known of a record.</summary>
    /// <exception cref="InvalidOperationException">The type is no positional record.</exception>
    public static RecordType Of(Type type) => Known.GetOrAdd(type, static t => new RecordType(t));

    /// <summary>The type of a list's items when the type is a list; else null.</summary>
    public static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>The types of a map's keys and values when the type is a map; else null.</summary>
    public static (Type Key, Type Value)? EntryOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
            ? (type.GetGenericArguments()[0], type.GetGenericArguments()[1])
            : null;

    /// <summary>Makes one from values in the order of <see cref="Members"/>.</summary>
    public object New(Span<object?> values) => _constructor?.Invoke(values) ?? Nothing.Value;

    private RecordMember Member(ParameterInfo parameter)
    {
        var name = parameter.Name!;
        var property = Type.GetProperty(name)
            ?? throw new InvalidOperationException($"{Type} has no property for its parameter {name}.");
        var nullable = new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
        return new RecordMember(
            name, parameter.ParameterType, nullable || parameter.HasDefaultValue,
            parameter.HasDefaultValue ? parameter.DefaultValue : null, property);
    }
}

/// <summary>One member of a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Optional">Whether it may be left out: it is nullable, or has a default.</param>
/// <param name="Default">What it is when left out.</param>
/// <param name="Property">Where to read it.</param>
internal sealed record RecordMember(string Name, Type Type, bool Optional, object? Default, PropertyInfo Property)
{
    /// <summary>The name as fault messages have it: a small first letter.</summary>
    public string PathName { get; } = char.ToLowerInvariant(Name[0]) + Name[1..];

    /// <summary>Its value in a record.</summary>
    public object? In(object record) => Property.GetValue(record);
}
