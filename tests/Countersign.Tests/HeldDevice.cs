using Countersign.Mfa;
using Countersign.Otp;
using Countersign.Otp.SecurId;
using Countersign.Storage;

namespace Countersign.Tests;

/// <summary>A device of any kind that shows codes, in somebody's hand.</summary>
/// <param name="Serial">Its serial number.</param>
/// <param name="Shows">The code it shows after some time, or some presses.</param>
internal sealed record HeldDevice(SerialNumber Serial, Func<int, OneTimeCode> Shows)
{
    /// <summary>The kinds, as <see cref="HeldDevices.AddDeviceOfKind"/> knows them.</summary>
    public static TheoryData<string> Kinds => ["app", "TOTP token", "HOTP token", "SecurID token"];

    /// <summary>The next code that it shows.</summary>
    public OneTimeCode Code => Shows(0);

    /// <summary>A code that is not right at this moment.</summary>
    public OneTimeCode WrongCode => Shows(5000);
}

internal static class HeldDevices
{
    private static readonly byte[] Seed = "12345678901234567890"u8.ToArray();

    /// <summary>Gives a user a device of a kind; its next code is fresh.</summary>
    public static async Task<HeldDevice> AddDeviceOfKind(this TestServer server, string userName, string kind)
    {
        switch (kind)
        {
            case "app":
                var phone = await server.AddDevice(userName);
                return new HeldDevice(phone.Serial, step => phone.CodeAt(server.Clock.GetUtcNow() + step * PhoneApp.Step));
            case "TOTP token":
                var parameters = new OathParameters(OathHash.Sha256, 6, TimeSpan.FromSeconds(60));
                return await Assign(
                    server, userName, HardwareToken.Name, OathTokenParameters.Of(OathKind.Totp, parameters).Write(), Seed, parameters.Period,
                    (_, at) => Totp.Compute(Seed, parameters, at));
            case "HOTP token":
                ulong pressed = 2;    // two presses at enrolment
                var serial = await Add(server, HardwareToken.Name, OathTokenParameters.Of(OathKind.Hotp, OathParameters.Default).Write(), Seed);
                await server.AsAdmin(new EnableMFADevice.Request(userName, serial, Press(0), Press(1)));
                return new HeldDevice(serial, presses => Press(pressed + (ulong)presses));
            default:
                var number = server.NewName("n")[2..].PadLeft(12, '7');
                var ofToken = new SecurIdParameters(number, 6, TimeSpan.FromSeconds(60));
                return await Assign(
                    server, userName, SecurIdDevice.Name, ofToken.Write(), Seed[..16], ofToken.Interval,
                    (_, at) => SecurIdCode.Compute(Seed.AsSpan(0, 16), ofToken, at), number);
        }
    }

    private static OneTimeCode Press(ulong counter) => Hotp.Compute(Seed, counter, OathHash.Sha1, 6);

    private static async Task<HeldDevice> Assign(
        TestServer server, string userName, string kind, string parameters, byte[] seed, TimeSpan step,
        Func<SerialNumber, DateTimeOffset, OneTimeCode> codeAt, string? serialNumber = null)
    {
        var serial = await Add(server, kind, parameters, seed, serialNumber);
        var now = server.Clock.GetUtcNow();
        await server.AsAdmin(new EnableMFADevice.Request(userName, serial, codeAt(serial, now), codeAt(serial, now + step)));
        server.Clock.Advance(2 * step);
        return new HeldDevice(serial, steps => codeAt(serial, server.Clock.GetUtcNow() + steps * step));
    }

    /// <summary>Puts a token into the inventory, straight into the table.</summary>
    public static async Task<SerialNumber> Add(TestServer server, string kind, string parameters, byte[] seed, string? serialNumber = null)
    {
        var serial = SerialNumber.Parse(serialNumber ?? server.NewName("TOKEN-100"));
        await server.Database.Write(async store =>
        {
            Assert.True(await store.MfaDevices.Add(
                new MfaDevice
                {
                    DeviceId = UniqueId.OfEntity("MFAD"),
                    AccountId = server.Admin.AccountId,
                    SerialNumber = serial.Value,
                    Name = serial.Value,
                    Kind = kind,
                    Parameters = parameters,
                    NextStep = 0,
                    DriftSteps = 0,
                    RecentOffsets = 0,
                    CreatedAt = server.Clock.GetUtcNow(),
                },
                seed));
            return Nothing.Value;
        });
        return serial;
    }
}
