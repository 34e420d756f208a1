using System.Text;

namespace Countersign.Fuzz.Tests;

/// <summary>Seeds, the shared corpora and whatever was found once, read again.</summary>
public sealed class ReplayTests
{
    public static TheoryData<string> Names() => [.. Targets.All.Select(target => target.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Everything_that_was_ever_interesting_gives_an_answer_or_a_named_refusal(string name)
    {
        var target = Targets.Find(name);
        var inputs = Places.BesideTheProgram().Known(target).ToList();

        Assert.NotEmpty(inputs);
        foreach (var input in inputs)
            target.Read(input);    // first, so that what is made once is not counted below
        Assert.All(inputs, target.Replay);
    }

    [Fact]
    public void A_reader_from_which_something_unnamed_escapes_fails_the_replay() =>
        Assert.Throws<IndexOutOfRangeException>(() => new Reader(input => _ = input[3]).Replay("abc"u8.ToArray()));

    [Fact]
    public void A_reader_that_takes_too_much_memory_fails_the_replay() =>
        Assert.Throws<BrokenPromiseException>(() => new Reader(_ => GC.KeepAlive(new byte[64 * 1024 * 1024])).Replay("abc"u8.ToArray()));

    [Fact]
    public void What_was_found_is_kept_under_the_name_of_its_fault_and_read_again_with_the_seeds()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-fuzz-").FullName;
        var places = new Places(folder, folder);
        var target = new Reader(_ => throw new FormatException("unnamed"));
        var found = Finding.Of(Assert.Throws<FormatException>(() => target.Read("x"u8.ToArray())), "x"u8.ToArray());
        Directory.CreateDirectory(places.FoundBy(target));
        File.WriteAllBytes(Path.Combine(places.FoundBy(target), found.FileName), found.Input);
        File.WriteAllLines(places.CorpusOf(target), [Convert.ToBase64String("y"u8)]);

        Assert.StartsWith("FormatException-", found.FileName, StringComparison.Ordinal);
        Assert.Equal(["seed", "y", "x"], places.Known(target).Select(Encoding.UTF8.GetString), StringComparer.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private sealed class Reader(Action<byte[]> read) : Target
    {
        public override string Name => "reader";

        public override IEnumerable<byte[]> Seeds => ["seed"u8.ToArray()];

        public override void Read(byte[] input) => read(input);
    }
}
