namespace Countersign.Otp.SeedFiles;

/// <summary>The files of RSA that hold token records but cannot be read, told by their names.</summary>
/// <remarks>For the message when <see cref="SeedFile.Open"/> has failed; their content is not public.</remarks>
public static class SecurIdDelivery
{
    /// <summary>What to do about such a file.</summary>
    /// <param name="fileName">Its name, "1234_5.dpx".</param>
    /// <returns>A sentence or two; null when the name says nothing.</returns>
    public static string? WhatToDo(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return Path.GetExtension(fileName).ToUpperInvariant() switch
        {
            ".DPX" =>
                "These are token records as RSA delivers them, still encrypted. Decrypt them with RSA's utility and "
                + "the decryption code that RSA gives once for each delivery, and upload the XML that comes out, with "
                + "its password.",
            ".ASC" =>
                "These are token records in RSA's old ASCII form, which cannot be read. Ask RSA for them as XML.",
            ".ZIP" or ".PKG" =>
                "If this is a delivery of RSA, unpack and decrypt it with RSA's utility, and upload the XML that "
                + "comes out. An export of RSA Authentication Manager is readable by Authentication Manager only: "
                + "take the XML that once came with the tokens.",
            _ => null,
        };
    }
}
