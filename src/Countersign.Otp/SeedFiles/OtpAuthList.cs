namespace Countersign.Otp.SeedFiles;

/// <summary>Writes tokens as <c>otpauth://</c> URIs, one a line: what most programs that hold codes can read.</summary>
/// <remarks>
/// The format carries issuer, serial number (as the account), seed, hash, digits, and period or counter; not the drift,
/// maker, model, user or dates. <see cref="SeedFile"/> reads it back.
/// </remarks>
public static class OtpAuthList
{
    /// <summary>Writes the tokens.</summary>
    /// <param name="writer">Where to; a line feed ends each line.</param>
    /// <param name="seeds">The tokens, all of them settled: apps would take what is open for SHA-1, 6 and 30.</param>
    /// <param name="issuer">Who the accounts are with; no colon, may be empty.</param>
    /// <exception cref="ArgumentException">
    /// The hash, digits or period of a token are not known, its serial number has a colon, or the issuer has.
    /// </exception>
    public static void Write(TextWriter writer, IEnumerable<OathSeed> seeds, string issuer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(seeds);

        foreach (var seed in seeds)
        {
            var parameters = seed.Parameters.Known ?? throw new ArgumentException(
                $"Hash, digits or period of {seed.SerialNumber} are not known yet; its enrolment will settle them.",
                nameof(seeds));
            var kind = seed.Parameters.Kind;
            var counter = kind == OathKind.Hotp ? seed.Counter : 0;
            writer.Write(
                new OtpAuthUri(kind, issuer, seed.SerialNumber, seed.Secret.Span, parameters, counter).Write());
            writer.Write('\n');
        }
    }
}
