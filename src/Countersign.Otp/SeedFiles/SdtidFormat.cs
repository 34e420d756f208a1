namespace Countersign.Otp.SeedFiles;

/// <summary>XML of RSA SecurID tokens, a batch of hardware tokens or a single software token.</summary>
/// <remarks>
/// No public specification exists; the format is known from the open-source program stoken, and tested with files made
/// by it. Two MACs cover a token, its header's and its own: if both are wrong, the password is wrong; if one is, the
/// file is damaged. The batch's signature is not verified: programs that anybody can have sign with the same key, so
/// that it proves nothing.
/// </remarks>
internal sealed class SdtidFormat : SeedFormat
{
    /// <inheritdoc/>
    public override string Name => "sdtid (RSA SecurID)";

    /// <inheritdoc/>
    public override bool Recognises(ReadOnlySpan<char> head) => XmlPart.RootOf(head) == "TKNBatch";

    /// <inheritdoc/>
    public override IEnumerable<SeedRow> Read(Stream stream, SeedFileKeys keys)
    {
        SdtidSection? header = null;
        SdtidKeys? opened = null;
        try
        {
            var tokens = 0;
            foreach (var part in XmlPart.Parts(stream))
            {
                if (part.Name == "TKNHeader")
                    header = header is null ? new SdtidSection(part) : throw Damaged("it has two headers");
                if (part.Name != "TKN")
                    continue;
                if (header is null)
                    throw Damaged("a token stands before the header");

                var section = new SdtidSection(part);
                var token = new SdtidToken(section, header, ++tokens);
                if (token.FaultInClear() is { } fault)
                {
                    yield return token.Refused(fault);
                    continue;
                }
                opened ??= Open(header, section, keys.Passphrase);
                yield return token.Decrypt(opened);
            }
            if (tokens == 0)
                throw Damaged("there is no token in it");
        }
        finally
        {
            opened?.Dispose();
        }
    }

    private static SdtidKeys Open(SdtidSection header, SdtidSection first, string? passphrase)
    {
        // A file without password has the origin in its place, so a passphrase that was typed needlessly does no harm.
        string?[] passwords = string.IsNullOrEmpty(passphrase) ? [null] : [passphrase, null];
        foreach (var password in passwords)
        {
            var opened = new SdtidKeys(header, password);
            if (opened.AuthenticatesHeader(header))
                return opened;
            using (opened)
            {
                if (opened.AuthenticatesToken(first))
                    throw Damaged("its header has been changed");
            }
        }
        throw string.IsNullOrEmpty(passphrase)
            ? new SeedFileException(
                SeedFileFault.PassphraseNeeded, "The file is protected by a password. Type the one that came with it.")
            : new SeedFileException(
                SeedFileFault.WrongPassphrase,
                "The password does not open the file. It is the one that came with it, upper and lower case as given.");
    }

    private static SeedFileException Damaged(string how) =>
        new(SeedFileFault.Damaged, $"The file is damaged: {how}. Fetch it again.");
}
