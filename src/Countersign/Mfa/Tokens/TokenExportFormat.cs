using System.Text;
using Countersign.Otp.SeedFiles;

namespace Countersign.Mfa.Tokens;

/// <summary>A form in which tokens leave the inventory.</summary>
internal abstract class TokenExportFormat
{
    /// <summary>Every form there is.</summary>
    public static IReadOnlyList<TokenExportFormat> All { get; } = [new Pskc(), new Sdtid(), new OtpAuth()];

    /// <summary>Its name in requests: <c>pskc</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What its files end with.</summary>
    public abstract string Extension { get; }

    /// <summary>Whether a passphrase protects the seeds in it.</summary>
    public abstract bool IsEncrypted { get; }

    /// <summary>How much of a passphrase it takes into account, in bytes of UTF-8; null when all.</summary>
    public virtual int? LongestPassphrase => null;

    /// <summary>Why it cannot hold a token; null when it can. The seed need not be in it.</summary>
    public abstract string? WhyNot(TokenSeed token);

    /// <summary>Begins a file. The writer takes tokens that fit, and ends the file when it is disposed.</summary>
    public abstract IWriter Begin(Stream stream, string passphrase);

    /// <summary>The form of a name; null when there is none.</summary>
    public static TokenExportFormat? Of(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>A file that is being written.</summary>
    internal interface IWriter : IDisposable
    {
        /// <summary>Adds a token.</summary>
        void Write(TokenSeed token);
    }

    private sealed class Pskc : TokenExportFormat
    {
        public override string Name => "pskc";

        public override string Extension => "pskcxml";

        public override bool IsEncrypted => true;

        public override string? WhyNot(TokenSeed token) => token is OathSeed ? null : "PSKC has no form for its kind: SecurID tokens leave as sdtid.";

        public override IWriter Begin(Stream stream, string passphrase) => new Writer(PskcWriter.Encrypted(stream, passphrase));

        private sealed class Writer(PskcWriter file) : IWriter
        {
            public void Write(TokenSeed token) => file.Write((OathSeed)token);

            public void Dispose() => file.Dispose();
        }
    }

    private sealed class Sdtid : TokenExportFormat
    {
        public override string Name => "sdtid";

        public override string Extension => "sdtid";

        public override bool IsEncrypted => true;

        public override int? LongestPassphrase => SdtidWriter.LongestPassword;

        public override string? WhyNot(TokenSeed token) => token is SecurIdSeed ? null : "An sdtid file is for SecurID tokens: the others leave as pskc.";

        public override IWriter Begin(Stream stream, string passphrase) => new Writer(new SdtidWriter(stream, passphrase));

        private sealed class Writer(SdtidWriter file) : IWriter
        {
            public void Write(TokenSeed token) => file.Write((SecurIdSeed)token);

            public void Dispose() => file.Dispose();
        }
    }

    private sealed class OtpAuth : TokenExportFormat
    {
        public override string Name => "otpauth";

        public override string Extension => "txt";

        public override bool IsEncrypted => false;

        public override string? WhyNot(TokenSeed token) => token switch
        {
            not OathSeed => "An otpauth URI has no form for its kind: SecurID tokens leave as sdtid.",
            OathSeed { Parameters.Known: null } => "Its hash, digits or period are not known before it is assigned, and an otpauth URI has to say them.",
            { SerialNumber: var serial } when serial.Contains(':', StringComparison.Ordinal) => "A colon in the serial number cannot be written in an otpauth URI.",
            _ => null,
        };

        public override IWriter Begin(Stream stream, string passphrase) => new Writer(new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true));

        private sealed class Writer(StreamWriter text) : IWriter
        {
            public void Write(TokenSeed token)
            {
                var oath = (OathSeed)token;
                OtpAuthList.Write(text, [oath], oath.Manufacturer?.Replace(":", "", StringComparison.Ordinal) ?? "");
            }

            public void Dispose() => text.Dispose();
        }
    }
}
