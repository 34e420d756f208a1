using System.Text;
using Countersign.Otp;

namespace Countersign.Fuzz;

/// <summary>An otpauth URI: read, or refused with a part's name; written and read again it is the same.</summary>
internal sealed class OtpAuthTarget : Target
{
    public override string Name => "otpauth";

    public override IEnumerable<byte[]> Seeds => Texts(
        "otpauth://totp/ACME:alice?secret=GEZDGNBVGY3TQOJQ&issuer=ACME&algorithm=SHA256&digits=8&period=60",
        "otpauth://hotp/alice%40example.org?secret=GEZD-GNBV%20GY3T=&counter=9223372036854775807",
        "OTPAUTH://TOTP/A%20B%3a%20c?SECRET=gezdgnbv&issuer=A+B&algorithm=HmacSHA-512#x");

    public override IReadOnlyList<string> Words =>
    [
        "otpauth://", "totp/", "hotp/", "?secret=", "&issuer=", "&algorithm=", "SHA1", "SHA512", "Hmac", "&digits=", "&period=", "&counter=", "%3A", "%20",
        "%00", "%F0%9F%94%91", "%ED%A0%80", "GEZDGNBV", ":", "#", "&secret=",
    ];

    public override void Read(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (!OtpAuthUri.TryParse(text, out var uri, out var problem))
        {
            Promise.That(problem.Contains(':', StringComparison.Ordinal), "a refusal that names no part");
            try
            {
                OtpAuthUri.Parse(text);
                throw new BrokenPromiseException("refused and read");
            }
            catch (FormatException)
            {
                return;
            }
        }

        Promise.Same(OtpAuthUri.Parse(uri.Write()), uri, "written and read again");
    }
}
