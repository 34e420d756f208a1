namespace Countersign.Policy.Tests;

public sealed class VectorTests
{
    public static TheoryData<string> Cases => [.. Vectors.Cases.Keys];

    public static TheoryData<string> Fuzz => [.. Vectors.Fuzz.Keys];

    public static TheoryData<int> Malformed => [.. Enumerable.Range(0, Vectors.Malformed.Count)];

    [Fact]
    public void No_row_of_the_vectors_is_left_out()
    {
        Assert.Equal(1047, Vectors.Cases.Count);
        Assert.Equal(1140, Vectors.Fuzz.Count);
        Assert.Equal(47, Vectors.Malformed.Count);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_designed_case_is_decided_as_expected(string id) => Check(Vectors.Cases[id]);

    [Theory]
    [MemberData(nameof(Fuzz))]
    public void A_random_case_is_decided_as_expected(string id) => Check(Vectors.Fuzz[id]);

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_document_is_refused_in_AWSs_words_or_accepted(int row)
    {
        var (document, message) = Vectors.Malformed[row];
        var accepted = PolicyDocument.TryParse(document, PolicyKind.ManagedIdentity, out _, out var fault);
        Assert.Equal(message, fault?.Message);
        Assert.Equal(message is null, accepted);
    }

    private static void Check(Vector vector)
    {
        var decision = Evaluator.Evaluate(vector.Policies(), vector.Request());

        Assert.Equal(vector.Expected, NameOf(decision.Outcome));
        var layers = Enum.GetValues<LayerKind>().Where(layer => decision[layer] is not null)
            .Select(layer => $"{NameOf(layer)} {NameOf(decision[layer]!.Value)}");
        Assert.Equal(Sorted(vector.Layers.Select(layer => $"{layer.Key} {layer.Value}")), Sorted(layers));
        Assert.Equal(string.Join(", ", vector.Matched), string.Join(", ", decision.Matched.Select(NameOf)));
    }

    private static string Sorted(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static string NameOf(Outcome outcome) => outcome switch
    {
        Outcome.Allowed => "allowed",
        Outcome.ExplicitDeny => "explicitDeny",
        _ => "implicitDeny",
    };

    private static string NameOf(LayerKind layer) => layer switch
    {
        LayerKind.Identity => "identity",
        LayerKind.Boundary => "boundary",
        LayerKind.Session => "session",
        LayerKind.Resource => "resource",
        _ => "scp",
    };

    private static string NameOf(MatchedStatement matched)
    {
        var level = matched.Layer == LayerKind.ServiceControl ? $"[{matched.Level}]" : "";
        return $"{NameOf(matched.Layer)}{level}[{matched.PolicyIndex}].Statement[{matched.Statement.Index}]";
    }
}
