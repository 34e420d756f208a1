using System.Text;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SeedFiles;

public sealed class SeedFileTests
{
    [Theory]
    [InlineData(""), InlineData(" \r\n\t\n"), InlineData("hello"), InlineData("<html/>"), InlineData("<?xml"), InlineData("{}")]
    [InlineData("\uFEFF"), InlineData("a,b,c\n1,2,3")]
    public void Something_else_is_refused(string text)
    {
        Assert.Equal(SeedFileFault.Unknown, Seeds.Refused(text).Fault);
    }

    [Fact]
    public void The_refusal_of_an_unknown_file_lists_what_would_be_read()
    {
        var message = Seeds.Refused("hello").Message;

        Assert.All(SeedFile.Names(), name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_in_another_encoding_is_refused_and_not_read_with_wrong_letters()
    {
        var file = new MemoryStream(Encoding.Latin1.GetBytes($"serial,secret,user\n1,{Seeds.Base32},Jürgen"));

        var error = Assert.Throws<SeedFileException>(() => Seeds.Read(file));

        Assert.Equal(SeedFileFault.Damaged, error.Fault);
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused_unread()
    {
        using var file = new HugeStream();

        Assert.Equal(SeedFileFault.TooLarge, Assert.Throws<SeedFileException>(() => Seeds.Read(file)).Fault);
    }

    [Fact]
    public void More_rows_than_any_delivery_has_are_refused()
    {
        var text = new StringBuilder("serial,secret\n");
        for (var i = 0; i <= SeedFile.MaxRows; i++)
            text.Append("1,x\n");

        Assert.Equal(SeedFileFault.TooLarge, Seeds.Refused(text.ToString()).Fault);
    }

    [Fact]
    public void The_stream_stays_open_and_is_read_from_its_beginning()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes($"serial,secret\n1,{Seeds.Base32}"));
        file.Position = 5;

        Assert.Single(Seeds.Read(file));
        Assert.Single(Seeds.Read(file));
    }

    [Fact]
    public void A_seed_does_not_print_itself()
    {
        var row = Seeds.Single($"serial,secret\nTOK1,{Seeds.Base32}");

        Assert.Equal("OathSeed TOK1", row.Token!.ToString());
        Assert.DoesNotContain("GEZD", row.ToString(), StringComparison.Ordinal);
        Assert.Equal("SeedFileKeys", new SeedFileKeys("hunter2", new byte[16]).ToString());
    }

    private sealed class HugeStream : MemoryStream
    {
        public override long Length => SeedFile.MaxBytes + 1;

        public override int Read(Span<byte> buffer) => throw new InvalidOperationException("It was read.");
    }
}
