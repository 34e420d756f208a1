using Countersign.Otp;
using QRCoder;

namespace Countersign.Mfa;

/// <summary>What an authenticator app is told about a virtual device: the otpauth URI, as text and as a QR code.</summary>
internal static class EnrolmentLink
{
    private const int PixelsPerModule = 6;

    /// <summary><c>otpauth://totp/ISSUER:DEVICE@ACCOUNT?secret=…</c>, as AWS labels it.</summary>
    public static string Write(string issuer, string deviceName, string accountIdOrAlias, ReadOnlySpan<byte> secret) =>
        new OtpAuthUri(OathKind.Totp, issuer, $"{deviceName}@{accountIdOrAlias}", secret, VirtualDevice.Parameters).Write();

    /// <summary>The QR code as PNG: error correction M, quiet zone of 4 modules, black on white.</summary>
    public static byte[] Png(string link)
    {
        using var data = Encode(link);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(PixelsPerModule);
    }

    /// <summary>The dark modules of the same QR code as one SVG path, and the side of the whole with its quiet zone, in modules.</summary>
    public static (string Path, int Side) Svg(string link)
    {
        using var data = Encode(link);
        var path = new System.Text.StringBuilder();
        var rows = data.ModuleMatrix;    // has the quiet zone
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x])
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
            }
        }

        return (path.ToString(), rows.Count);
    }

    private static QRCodeData Encode(string link)
    {
        using var generator = new QRCodeGenerator();
        return generator.CreateQrCode(link, QRCodeGenerator.ECCLevel.M);
    }
}
