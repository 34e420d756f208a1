using System.Text.Json;
using Countersign.Mfa;
using Countersign.Mfa.Tokens;

namespace Countersign.Tests;

/// <summary>Every format of a maker's file, from the file to a token that somebody uses.</summary>
public sealed class MakersFileTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly byte[] Seed = "12345678901234567890"u8.ToArray();
    private static readonly string Hex = Convert.ToHexString(Seed);
    private const string Base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Theory]
    [InlineData("hotp"), InlineData("totp")]
    public async Task Plain_or_encrypted_PSKC_files_of_another_program_hold_the_same_tokens(string kind)
    {
        using var expected = JsonDocument.Parse(await Vector("pskc/expected.json"));
        var imported = 0;
        foreach (var file in expected.RootElement.GetProperty("files").EnumerateArray().Where(file => file.GetProperty("kind").GetString() == kind))
        {
            var keys = SeedKeys.Of(Text(file, "passphrase"), Text(file, "keyHex"), null);
            var done = await server.AsAdmin(new ImportTokens.Request(
                new LocalTokenFile("vector", new MemoryStream(await Vector("pskc/" + file.GetProperty("file").GetString()))), keys));
            Assert.Equal("PSKC (RFC 6030)", done.Format);
            Assert.Equal(imported == 0 ? (done.Imported, 0, 0) : (0, imported, 0), (done.Imported, done.Skipped, done.Refused));
            imported = Math.Max(imported, done.Imported);
        }

        foreach (var token in expected.RootElement.GetProperty(kind).EnumerateArray())
        {
            var fob = new Fob(token.GetProperty("serial").GetString()!, HashOf(token), token.GetProperty("digits").GetInt32(), kind == "hotp" ? 0 : token.GetProperty("interval").GetInt32())
            {
                Seed = Convert.FromHexString(token.GetProperty("secret").GetString()!),
            };
            await Assign(fob, kind == "hotp" ? token.GetProperty("counter").GetInt64() : null);
        }
    }

    [Theory]
    [InlineData("Countersign CSV", "MAKER00001", 0, "serial,secret,encoding,type\nMAKER00001,{hex},hex,hotp\n")]
    [InlineData("Microsoft Entra ID hardware OATH CSV", "MAKER00002", 60, "upn,serial number,secret key,time interval,manufacturer,model\nalice@example.org,MAKER00002,{base32},60,Contoso,HardwareKey\n")]
    [InlineData("privacyIDEA or LinOTP CSV", "MAKER00003", 30, "MAKER00003, {hex}, totp, 6, 30\n")]
    [InlineData("SafeNet (Aladdin, Thales) XML", "MAKER00004", 0, "<Tokens><Token serial=\"MAKER00004\"><ProductName>eTPass</ProductName><Applications><Application><Seed>{hex}</Seed><MovingFactor>0</MovingFactor></Application></Applications></Token></Tokens>")]
    [InlineData("otpauth URIs, one a line", "MAKER00005", 30, "otpauth://totp/Maker:MAKER00005?secret={base32}&issuer=Maker\n")]
    [InlineData("Yubico personalization log, Yubico format", "4711000006", 0, "4711000006,,0,{hex},000000000000,2026-01-01T00:00:00,\n")]
    public async Task A_token_of_each_other_format_is_assigned_to_somebody(string format, string serial, int period, string text)
    {
        var done = await server.AsAdmin(Drawer.Import(Drawer.Whole(
            text.Replace("{hex}", Hex, StringComparison.Ordinal).Replace("{base32}", Base32, StringComparison.Ordinal))));

        Assert.Equal((format, 1), (done.Format, done.Imported));
        await Assign(new Fob(serial, Period: period) { Seed = Seed }, period == 0 ? 0 : null);
    }

    [Fact]
    public async Task RSAs_tokens_come_out_of_a_batch_with_its_password_and_keep_their_seed_though_their_owner_has_a_PIN()
    {
        var batch = await Vector("securid/batch-hardware-like.sdtid");
        TokenFile File() => new LocalTokenFile("batch.sdtid", new MemoryStream(batch));
        Assert.Equal("PassphraseNeeded", (await Refused.By(() => server.AsAdmin(new ImportTokens.Request(File(), SeedKeys.Of(null, null, null))))).Code);
        var keys = SeedKeys.Of("batch-Passw0rd", null, null);

        Assert.Equal(4, (await server.AsAdmin(new ImportTokens.Request(File(), keys))).Imported);

        Assert.Equal(("RSA SecurID token", "6 digits every 60 s", true), await server.Token("000123456789") is var token ? (token.Kind, token.Description, token.IsForApi) : default);
        var user = (await server.AddUser(server.NewName())).UserName;
        await server.Database.Write(
            async store =>
            {
                var device = (await store.MfaDevices.Find(server.Admin.AccountId, "000123456789"))!;
                var (secret, parameters) = SecurIdDevice.WithPin(
                    device, await store.MfaDevices.Secret(device), Countersign.Otp.SecurId.SecurIdPin.TryParse("4711", out var pin) ? pin : null, Countersign.Otp.SecurId.SecurIdPinStyle.Added);
                await store.MfaDevices.Reseal(device, secret, parameters);
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);
        Assert.Equal((0, 4), await server.AsAdmin(new ImportTokens.Request(File(), keys)) is var again ? (again.Imported, again.Skipped) : default);
        Assert.Equal("NoSuchEntity", (await Refused.By(() => server.AsAdmin(new AssignToken.Request(user, "999", "rsa", default, default)))).Code);
        Assert.Equal("InvalidAuthenticationCode", (await Refused.By(() => server.AsAdmin(new AssignToken.Request(user, "123 456 789", "rsa", default, default)))).Code);
    }

    /// <summary>Assigns a token with two codes of its own: of now, or from a counter on.</summary>
    private async Task Assign(Fob fob, long? counter)
    {
        var user = (await server.AddUser(server.NewName())).UserName;
        var (first, second) = counter is { } next ? (fob.Count(next), fob.Count(next + 1)) : (fob.At(Now), fob.At(Now, 1));

        await server.AsAdmin(new AssignToken.Request(user, fob.Serial, "fob", first, second));

        Assert.Equal(user, (await server.Token(fob.Serial)).UserName);
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string HashOf(JsonElement token) => Text(token, "suite")?.Replace("HMAC-", "", StringComparison.Ordinal) ?? "SHA1";

    private static Task<byte[]> Vector(string name) => System.IO.File.ReadAllBytesAsync(
        Path.Combine(AppContext.BaseDirectory, "vectors", name), TestContext.Current.CancellationToken);
}
