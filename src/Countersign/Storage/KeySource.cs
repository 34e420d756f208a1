using System.Data.Common;
using System.Security.Cryptography;

namespace Countersign.Storage;

/// <summary>Where the keys come from, for a server that learns of new ones while it runs: the table, and the file of the master key.</summary>
/// <param name="masterKeyPath">The file. The master key is not kept in memory: it is read when a new key is to be unwrapped.</param>
/// <param name="connect">Opens a connection apart from those that serve, so that no transaction under way is in the way.</param>
internal sealed class KeySource(string masterKeyPath, Func<DbConnection> connect)
{
    /// <summary>The file of the master key.</summary>
    public string MasterKeyPath => masterKeyPath;

    /// <summary>All keys that there are, wrapped.</summary>
    public IReadOnlyList<WrappedKey> Read()
    {
        using var connection = connect();
        var statements = new Statements(connection, null, null, null);
        return new DataKeys(statements, this).All().GetAwaiter().GetResult();    // where secrets are sealed nothing can wait
    }

    /// <summary>Opens a key.</summary>
    /// <exception cref="StorageException">Neither the master key nor the one that is to follow it opens it.</exception>
    public byte[] Unwrap(WrappedKey key)
    {
        Exception? last = null;
        foreach (var masterKey in MasterKey.Candidates(masterKeyPath))
        {
            using (masterKey)
            {
                try
                {
                    return key.Unwrap(masterKey);
                }
                catch (AuthenticationTagMismatchException e)
                {
                    last = e;
                }
            }
        }

        throw new StorageException($"The master key {masterKeyPath} does not open the data key {key.KeyId}. If the master key was changed on another node, copy it from there.", last!);
    }
}
