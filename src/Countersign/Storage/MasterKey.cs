using System.Security.Cryptography;

namespace Countersign.Storage;

/// <summary>The key that wraps the data keys: 256 bits, kept outside the database.</summary>
/// <remarks>A file of one line, Base64, mode 0600. A stolen database opens nothing without it.</remarks>
internal sealed class MasterKey : IDisposable
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly AesGcm _cipher;

    private MasterKey(byte[] key)
    {
        _cipher = new AesGcm(key, TagBytes);
        CryptographicOperations.ZeroMemory(key);
    }

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

        var key = new byte[32];
        var text = File.ReadAllText(path).Trim();
        if (!Convert.TryFromBase64String(text, key, out var length) || length != 32)
            throw new StartupException($"The master key {path} is not 32 bytes of Base64. Put the right file back from your backup.");
        return new MasterKey(key);
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

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        using var writer = new StreamWriter(file);
        writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        writer.Flush();
        file.Flush(flushToDisk: true);
    }
}
