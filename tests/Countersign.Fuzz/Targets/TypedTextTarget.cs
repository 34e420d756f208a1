using System.Text;
using Countersign.Console.Frame;
using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Mfa.Tokens;
using Countersign.Otp;
using Countersign.Otp.SecurId;
using Countersign.Query;
using Countersign.SignIn;

namespace Countersign.Fuzz;

/// <summary>Every small reader of one text: codes, serial numbers, markers, passwords, paths, parameters of tokens.</summary>
internal sealed class TypedTextTarget : Target
{
    public override string Name => "typed-text";

    public override IEnumerable<byte[]> Seeds => Texts(
        "123 456", "１２３-４５６", "GAHT12345678", "arn:aws:iam::111122223333:mfa/alice/phone", "arn:aws:iam::aws:policy/AdministratorAccess", "GEZD GNBV",
        "totp,sha1,6,30", "000123456789,6,60,none", "YWxpY2U", "/users/alice?x=1", "-9223372036854775808", "20261125T033545Z", "ABCDE-FGHJK-MNPQR", "Pässword 1");

    public override IReadOnlyList<string> Words => ["-", " ", "\u200B", "１", "totp", "hotp", "sha512", ",", "arn:aws:iam::", ":mfa/", "//", "\\", "A"];

    public override void Read(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);

        var typed = TypedCode.Normalise(text);
        Promise.Same(TypedCode.Normalise(typed), typed, "tidied twice");
        if (OneTimeCode.TryParse(text, out var code))
            Promise.Same(code.Digits, text.Length, "the digits of a code");
        if (Passcode.TryParse(text, out var passcode))
            Promise.Same(passcode.Digits, text.Length, "the digits of a passcode");
        _ = SecurIdPin.TryParse(text, out _);
        if (Base32.TryDecode(text, out var bytes) is Base32Fault.None or Base32Fault.TrailingBits)
            Promise.That(Base32.Decode(Base32.Encode(bytes)).AsSpan().SequenceEqual(bytes), "Base32 written and read again");
        if (SerialNumber.TryParse(text, out var serial))
            Promise.Same(SerialNumber.Parse(serial.Value), serial, "a serial number read again");
        _ = SerialNumber.TryPrinted(text, out _);
        _ = Password.TryParse(text);
        _ = RecoveryCode.TryParse(text);
        _ = DeviceName.From(text);
        Promise.That(LocalPath.Of(text) is ['/'] or ['/', not '/', ..], "a path that leads elsewhere");
        _ = SigningTime.TryParse(text, out _) || SigningTime.TryParseDateHeader(text, out _);
        _ = ServiceModel.WholeNumber.TryParse(text, out _);

        Named<FormatException>(() => Promise.Same(OathTokenParameters.Parse(OathTokenParameters.Parse(text).Write()), OathTokenParameters.Parse(text), "parameters"));
        Named<FormatException>(() => Promise.Same(SecurIdParameters.Parse(SecurIdParameters.Parse(text).Write()), SecurIdParameters.Parse(text), "parameters"));
        Named<ApiError>(() => Marker.Read(text));
        Named<ApiError>(() => PolicyArn.Check(text));
        Named<ApiError>(() => SeedKeys.Of(text, text, text));
        Named<ApiError>(() => AuthorizationHeader.Read(text));
    }

    private static void Named<TNamed>(Action read)
        where TNamed : Exception
    {
        try
        {
            read();
        }
        catch (TNamed)
        {
            // named
        }
    }
}
