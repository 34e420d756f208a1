namespace Countersign.Otp.SeedFiles;

/// <summary>A format of seed files. One class per format, listed in <see cref="SeedFile"/>.</summary>
internal abstract class SeedFormat
{
    /// <summary>Its name, for people: "PSKC (RFC 6030)".</summary>
    public abstract string Name { get; }

    /// <summary>Whether a file is of this format, told from its first characters.</summary>
    /// <param name="head">Up to 4096 characters from the beginning, without byte order mark.</param>
    public abstract bool Recognises(ReadOnlySpan<char> head);

    /// <summary>Reads row by row, in memory that does not grow with the file.</summary>
    /// <param name="stream">The file, at its beginning; seekable, and left open.</param>
    /// <param name="keys">What opens it.</param>
    /// <returns>The rows. What concerns the whole file is thrown here or while they are read.</returns>
    /// <exception cref="SeedFileException">The whole file cannot be used.</exception>
    public abstract IEnumerable<SeedRow> Read(Stream stream, SeedFileKeys keys);
}
