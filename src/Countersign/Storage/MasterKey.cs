using System.Security.Cryptography;

namespace Countersign.Storage;

/// <summary>The key that wraps the data keys: 256 bits, kept outside the database.</summary>
/// <remarks>
/// A file of one line, Base64, mode 0600. A stolen database opens nothing without it. While it is being changed, the one that
/// is to follow lies beside it (<c>master.key.new</c>), and afterwards the one before (<c>master.key.old</c>).
/// </remarks>
internal sealed class MasterKey : IDisposable
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly AesGcm _cipher;

    private MasterKey(byte[] key)
    {
        _cipher = new AesGcm(key, TagBytes);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Where the master key lies that is to follow one.</summary>
    public static string Next(string path) => path + ".new";

    /// <summary>Where the master key lies that was before one.</summary>
    public static string Previous(string path) => path + ".old";

    /// <summary>Reads the key, or makes it where there is neither a key nor a database yet.</summary>
    /// <exception cref="StartupException">Missing beside an existing database, or not 32 bytes of Base64.</exception>
    public static MasterKey Load(string path, bool mayCreate)
    {
        if (!File.Exists(path))
        {
            if (!mayCreate)
                throw new StartupException($"The master key {path} is missing. Put it back from your backup: without it the secrets in the database cannot be opened.");
            Create(path);
        }

        var key = new byte[KeyBytes];
        var text = File.ReadAllText(path).Trim();
        if (!Convert.TryFromBase64String(text, key, out var length) || length != KeyBytes)
            throw new StartupException($"The master key {path} is not 32 bytes of Base64. Put the right file back from your backup.");
        return new MasterKey(key);
    }

    /// <summary>The key, then the one that is to follow it, if there is one: each node learns at its own time that it has changed.</summary>
    /// <exception cref="StartupException">A file is missing, or not 32 bytes of Base64.</exception>
    public static IEnumerable<MasterKey> Candidates(string path)
    {
        yield return Load(path, mayCreate: false);
        if (File.Exists(Next(path)))
            yield return Load(Next(path), mayCreate: false);
    }

    /// <summary>Makes the key that is to follow, unless it is there.</summary>
    /// <returns>False when it was there.</returns>
    /// <exception cref="StartupException">It cannot be written.</exception>
    public static bool Prepare(string path)
    {
        if (File.Exists(Next(path)))
            return false;
        try
        {
            Create(Next(path));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The new master key {Next(path)} cannot be written: {e.Message} Give this user the right to write there, or put it there yourself.", e);
        }
    }

    /// <summary>Lets the key that was to follow take its place; the one before is kept beside. Does nothing when there is none.</summary>
    public static void Adopt(string path)
    {
        if (!File.Exists(Next(path)))
            return;
        File.Delete(Previous(path));
        using (var copy = NewFile(Previous(path)))
        {
            copy.Write(File.ReadAllBytes(path));
            copy.Flush(flushToDisk: true);
        }

        File.Move(Next(path), path, overwrite: true);    // at no moment is there none
    }

    /// <summary>Makes a key.</summary>
    public static void Create(string path)
    {
        using var file = NewFile(path);
        using var writer = new StreamWriter(file);
        writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        writer.Flush();
        file.Flush(flushToDisk: true);
    }

    /// <summary>Wraps a data key: nonce, ciphertext, tag.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> associatedData)
    {
        var wrapped = new byte[NonceBytes + dataKey.Length + TagBytes];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceBytes));
        _cipher.Encrypt(
            wrapped.AsSpan(0, NonceBytes), dataKey, wrapped.AsSpan(NonceBytes, dataKey.Length), wrapped.AsSpan(NonceBytes + dataKey.Length),
            associatedData);
        return wrapped;
    }

    /// <summary>Opens a wrapped data key.</summary>
    /// <exception cref="AuthenticationTagMismatchException">Another master key wrapped it, or it was changed.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> associatedData)
    {
        if (wrapped.Length < NonceBytes + TagBytes)
            throw new AuthenticationTagMismatchException();
        var dataKey = new byte[wrapped.Length - NonceBytes - TagBytes];
        _cipher.Decrypt(wrapped[..NonceBytes], wrapped[NonceBytes..^TagBytes], wrapped[^TagBytes..], dataKey, associatedData);
        return dataKey;
    }

    public void Dispose() => _cipher.Dispose();

    private static FileStream NewFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
