using System.Text;
using Countersign.Query;
using Countersign.ServiceModel;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Fuzz;

/// <summary>A form bound to the request of the operation that it names: every one that the API answers to.</summary>
internal sealed class BinderTarget : Target
{
    private static readonly Dictionary<string, OperationEntry> ByName = new Operations(new ServiceCollection().BuildServiceProvider()).All
        .Where(entry => AwsOperation.Find(entry.Action) is not null)
        .ToDictionary(entry => AwsOperation.Find(entry.Action)!.Name, StringComparer.Ordinal);

    private static readonly string[] Samples =
    [
        "alice", "1", "123456", "/", "true", "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::aws:policy/AdministratorAccess", "GAHT12345678",
        "AKIAIOSFODNN7EXAMPLE", "Passw0rd!", """{"Version":"2012-10-17"}""",
    ];

    public override string Name => "binder";

    public override IEnumerable<byte[]> Seeds => ByName.Keys.Order(StringComparer.Ordinal).Select(name => Encoding.UTF8.GetBytes(
        string.Join('&', Sample(AwsOperation.Find(ByName[name].Action)!.Input, "", 0).Prepend($"Action={name}"))));

    public override IReadOnlyList<string> Words =>
    [
        .. ByName.Keys.Select(name => $"Action={name}&"),
        .. ByName.Values.SelectMany(entry => AwsOperation.Find(entry.Action)!.Input?.Members ?? []).Select(member => $"&{member.Name}=").Distinct(StringComparer.Ordinal),
        ".member.1", ".member.2.Key=", ".member.2.Value=", ".member.10000=", ".member=", "&Tags=", "%00",
    ];

    public override long AllocationLimit(int length) => base.AllocationLimit(length) + 8 * 1024 * 1024;    // the first to ask compiles the model's patterns

    public override void Read(byte[] input)
    {
        object request;
        OperationEntry? entry;
        try
        {
            var parameters = new Parameters();
            FormReader.Read(input, parameters);
            if (!ByName.TryGetValue(parameters.Find("Action") ?? "", out entry))
                return;
            request = RequestBinder.Bind(entry.RequestType, parameters, entry.Action);
        }
        catch (ApiError refusal)
        {
            Promise.That(refusal.Status is >= 400 and < 500, $"{refusal.Code} is no fault of the caller's");
            return;
        }

        // The console's check has the same rules: what the wire lets in, it lets in.
        RequestCheck.Check(entry.Action, request);
    }

    private static IEnumerable<string> Sample(Shape? shape, string path, int depth) => shape?.Type switch
    {
        null => [],
        ShapeType.Structure when depth < 4 => shape.Members.SelectMany(
            member => Sample(member.Shape, path.Length == 0 ? member.Name : $"{path}.{member.Name}", depth + 1)),
        ShapeType.List => Sample(shape.Item, $"{path}.member.1", depth + 1),
        ShapeType.Boolean => [$"{path}=true"],
        _ => [$"{path}={Uri.EscapeDataString(shape.Enum.Count > 0 ? shape.Enum[0] : Samples.FirstOrDefault(sample => Fits(shape, sample), "x"))}"],
    };

    private static bool Fits(Shape shape, string sample)
    {
        List<Fault> faults = [];
        shape.Check("x", sample, faults);
        return faults.Count == 0;
    }
}
