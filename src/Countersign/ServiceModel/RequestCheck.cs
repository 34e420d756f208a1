using System.Collections;
using System.Globalization;

namespace Countersign.ServiceModel;

/// <summary>Checks a typed request against the service model, for requests that did not come over the wire.</summary>
/// <remarks>The same rules and words as <c>RequestBinder</c>, so the console cannot do what the API refuses.</remarks>
internal static class RequestCheck
{
    /// <summary>Checks every member. Operations of our own (<c>countersign:…</c>) have no model and pass.</summary>
    /// <exception cref="ApiError">ValidationError: names every fault of every member.</exception>
    public static void Check(string action, object request)
    {
        if (AwsOperation.Find(action)?.Input is not { } input)
            return;

        List<Fault> faults = [];
        CheckRecord(request, input, "", faults);
        if (faults.Count > 0)
            throw Fault.Refuse(faults);
    }

    private static void CheckRecord(object record, Shape shape, string path, List<Fault> faults)
    {
        foreach (var member in RecordType.Of(record.GetType()).Members)
        {
            if (shape.Find(member.Name) is not { } model)
                continue;

            var at = path.Length == 0 ? member.PathName : $"{path}.{member.PathName}";
            if (member.In(record) is { } value)
                CheckValue(value, model.Shape, at, faults);
            else if (model.Required)
                faults.Add(new Fault(at, Constraint.NotNull));
        }
    }

    private static void CheckValue(object? value, Shape shape, string path, List<Fault> faults)
    {
        if (value is null)
            faults.Add(new Fault(path, Constraint.NotNull));
        else if (value is Countersign.Otp.OneTimeCode or SerialNumber)
            return;    // their types have checked them; what the wire does not take of them (eight digits, short numbers) is for the console
        else if (WireValue.Find(value.GetType()) is { } wire)
            shape.Check(path, wire.Print(value), faults);
        else if (value is IEnumerable items)
            CheckList(items, shape, path, faults);
        else
            CheckRecord(value, shape, path, faults);
    }

    private static void CheckList(IEnumerable items, Shape shape, string path, List<Fault> faults)
    {
        var count = 0;
        foreach (var item in items)
        {
            count++;
            CheckValue(item, shape.Item!, string.Create(CultureInfo.InvariantCulture, $"{path}.{count}.member"), faults);
        }
        shape.CheckCount(path, count, faults);
    }
}
