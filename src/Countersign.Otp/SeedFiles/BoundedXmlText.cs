namespace Countersign.Otp.SeedFiles;

/// <summary>
/// The text of an XML file on its way to the parser, stopped when a single tag or text grows too long.
/// </summary>
/// <remarks>
/// XmlReader holds one tag with its attributes in memory as a whole. Neither an attribute nor a text can contain a bare
/// &lt;, so that the distance between two of them is a bound for both.
/// </remarks>
internal sealed class BoundedXmlText(TextReader inner) : TextReader
{
    private const int MaxDistance = 64 * 1024;

    private int _distance;

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        var read = inner.Read(buffer, index, count);
        for (var i = index; i < index + read; i++)
        {
            _distance = buffer[i] == '<' ? 0 : _distance + 1;
            if (_distance > MaxDistance)
            {
                throw new SeedFileException(
                    SeedFileFault.TooLarge, "The XML of the file has a tag or text that is far too long.");
            }
        }
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
