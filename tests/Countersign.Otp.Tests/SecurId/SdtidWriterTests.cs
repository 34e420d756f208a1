using System.Text;
using Countersign.Otp.SecurId;
using Countersign.Otp.SeedFiles;
using CsCheck;

namespace Countersign.Otp.Tests.SecurId;

public sealed class SdtidWriterTests
{
    private const string Password = "Zürich <&> 2026";

    private static readonly string?[] Users = [null, "ann", "Zoë & <Söhne>", "日本 \U0001F511", "a\"b'c", new('x', 256)];

    private static readonly Gen<DateTimeOffset?> Midnight = Gen.Int[-2_000, 30_000].Select(
        days => days < 0 ? (DateTimeOffset?)null : DateTimeOffset.UnixEpoch.AddDays(days));

    private static readonly Gen<SecurIdSeed> Any = Gen.Select(
        Gen.Char['0', '9'].Array[12], Gen.Byte.Array[16], Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool),
        Gen.Select(Midnight, Midnight), Gen.Int[0, Users.Length - 1],
        (serial, secret, flags, dates, user) => new SecurIdSeed
        {
            SerialNumber = new string(serial),
            Secret = secret,
            Parameters = new SecurIdParameters(
                new string(serial), flags.Item1 ? 6 : 8, TimeSpan.FromSeconds(flags.Item2 ? 30 : 60),
                flags.Item3 ? SecurIdPinStyle.Added : SecurIdPinStyle.None),
            UserName = Users[user],
            NotBefore = dates.Item1,
            NotAfter = dates.Item2,
        });

    [Fact]
    public void A_batch_of_tokens_that_are_all_different_is_read_back()
    {
        Any.Array[1, 6].Sample(
            seeds => SecurIdFiles.Read(Written(Password, seeds), Password).Select(row => Facts((SecurIdSeed)row.Token!))
                .SequenceEqual(seeds.Select(Facts)),
            iter: 200);
    }

    [Fact]
    public void Only_its_password_opens_it_and_nothing_of_the_password_is_in_it()
    {
        var text = Written(Password, Token());

        Assert.Equal(SeedFileFault.PassphraseNeeded, SecurIdFiles.FaultOf(text));
        Assert.Equal(SeedFileFault.WrongPassphrase, SecurIdFiles.FaultOf(text, Password + "x"));
        Assert.DoesNotContain("2026", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_files_are_alike()
    {
        var (one, other) = (Written(Password, Token()), Written(Password, Token()));

        foreach (var leaf in (string[])["Dest", "Secret", "HeaderMAC", "Seed", "TokenMAC"])
            Assert.False(ValueOf(one, leaf) == ValueOf(other, leaf), leaf);
    }

    [Theory]
    [InlineData("<DefDigits>8<", "<DefDigits>6<"), InlineData("<HeaderMAC>", "<HeaderMAC>A")]
    public void A_header_that_was_changed_is_noticed(string was, string becomes)
    {
        var text = Written(Password, Token());

        Assert.Contains(was, text, StringComparison.Ordinal);
        Assert.Equal(SeedFileFault.Damaged, SecurIdFiles.FaultOf(text.Replace(was, becomes, StringComparison.Ordinal), Password));
    }

    [Theory]
    [InlineData("<Birth>2020/01/01<", "<Birth>2019/01/01<"), InlineData("<UserLogin>ann<", "<UserLogin>bob<")]
    public void A_token_that_was_changed_is_refused(string was, string becomes)
    {
        var text = Written(Password, Token());

        Assert.Contains(was, text, StringComparison.Ordinal);
        var row = Assert.Single(SecurIdFiles.Read(text.Replace(was, becomes, StringComparison.Ordinal), Password));
        Assert.Contains("TokenMAC", row.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_day_is_the_one_that_the_token_still_works_on()
    {
        var text = Written(Password, Token());

        Assert.Equal(("2020/01/01", "2029/12/31"), (ValueOf(text, "Birth"), ValueOf(text, "Death")));
    }

    [Fact]
    public void A_PIN_style_that_is_the_server_s_own_affair_is_left_out()
    {
        var typed = Token() with { Parameters = Token().Parameters with { PinStyle = SecurIdPinStyle.Prepended } };

        Assert.Equal(SecurIdPinStyle.None, SecurIdFiles.ReadOne(Written(Password, typed), Password).Parameters.PinStyle);
    }

    [Fact]
    public void A_password_is_all_taken_into_account_or_refused()
    {
        var longest = string.Concat(Enumerable.Repeat("ü", 16));

        Assert.Equal(Token().Hex(), SecurIdFiles.ReadOne(Written(longest, Token()), longest).Hex());
        Assert.Equal(SeedFileFault.WrongPassphrase, SecurIdFiles.FaultOf(Written(longest, Token()), longest[1..] + "u"));
        Assert.Throws<ArgumentException>(() => new SdtidWriter(new MemoryStream(), longest + "x"));
        Assert.Throws<ArgumentException>(() => new SdtidWriter(new MemoryStream(), ""));
    }

    [Fact]
    public void A_seed_of_another_length_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Written(Password, Token() with { Secret = new byte[8] }));
    }

    [Fact]
    public void A_long_batch_is_written_in_memory_that_does_not_grow_with_it()
    {
        using var writer = new SdtidWriter(Stream.Null, Password);
        writer.Write(Token());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            writer.Write(Token());
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;

        Assert.InRange(each, 0, 20_000);
    }

    private static SecurIdSeed Token() => new()
    {
        SerialNumber = "000620966542",
        Secret = SecurIdToken.Seed,
        Parameters = new SecurIdParameters("000620966542", 8, TimeSpan.FromMinutes(1)),
        UserName = "ann",
        NotBefore = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
        NotAfter = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static string Written(string password, params SecurIdSeed[] seeds)
    {
        using var stream = new MemoryStream();
        using (var writer = new SdtidWriter(stream, password))
        {
            foreach (var seed in seeds)
                writer.Write(seed);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static (string, string, string?, DateTimeOffset?, DateTimeOffset?) Facts(SecurIdSeed seed) =>
        (seed.Hex(), seed.Parameters.Write(), seed.UserName, seed.NotBefore, seed.NotAfter);

    private static string ValueOf(string text, string leaf) => text.Split($"<{leaf}>")[1].Split('<')[0];
}
