using System.IO.MemoryMappedFiles;

namespace Countersign.Fuzz;

/// <summary>What was being read when the process died or hung: memory that outlives it, since it is a file.</summary>
/// <remarks>Executions so far (8 bytes), length of the input (4), the input.</remarks>
internal sealed class BlackBox : IDisposable
{
    private const int Head = 12, MaxInput = 4 * 1024 * 1024;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Opens or makes it.</summary>
    public BlackBox(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, Head + MaxInput);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>How many inputs were read.</summary>
    public long Executions => _view.ReadInt64(0);

    /// <summary>The input that is, or was last, read.</summary>
    public byte[] Input
    {
        get
        {
            var input = new byte[_view.ReadInt32(8)];
            _view.ReadArray(Head, input, 0, input.Length);
            return input;
        }
    }

    /// <summary>Before an input is read.</summary>
    public void Write(long executions, byte[] input)
    {
        _view.Write(8, input.Length);
        _view.WriteArray(Head, input, 0, input.Length);
        _view.Write(0, executions);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
