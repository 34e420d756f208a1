using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Storage;

/// <summary>The table <c>data_keys</c>: what seals the secrets, wrapped by the master key.</summary>
internal static class DataKeys
{
    /// <summary>True before the first start has made them.</summary>
    public static async Task<bool> AreMissing(Statements statements) =>
        await statements.Value<long>("SELECT count(*) FROM data_keys") == 0;

    /// <summary>Unwraps them, and makes those that are missing; commits.</summary>
    /// <param name="statements">A transaction in which nobody else makes them.</param>
    /// <param name="masterKey">What wraps them.</param>
    /// <param name="misfit">How the error begins when it does not.</param>
    /// <param name="now">When they are made.</param>
    /// <exception cref="StartupException">The master key belongs to another database.</exception>
    public static async Task<Sealing> Open(Statements statements, MasterKey masterKey, string misfit, DateTimeOffset now)
    {
        foreach (var (id, purpose) in new[] { (1, "data"), (2, "session") })
        {
            if (await statements.Value<long>("SELECT count(*) FROM data_keys WHERE purpose = @purpose", new { purpose }) > 0)
                continue;
            var wrapped = masterKey.Wrap(RandomNumberGenerator.GetBytes(32), WrapContext(id, purpose));
            await statements.Change(
                "INSERT INTO data_keys (key_id, purpose, wrapped, created_at) VALUES (@id, @purpose, @wrapped, @now)",
                new { id, purpose, wrapped, now });
        }

        var keys = await statements.List<(int Id, string Purpose, byte[] Wrapped)>("SELECT key_id, purpose, wrapped FROM data_keys");
        await statements.Commit();
        try
        {
            Dictionary<int, byte[]> Of(string purpose) => keys.Where(key => key.Purpose == purpose)
                .ToDictionary(key => key.Id, key => masterKey.Unwrap(key.Wrapped, WrapContext(key.Id, key.Purpose)));
            return new Sealing(Of("data"), Of("session"));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new StartupException($"{misfit}: it belongs to another one. Put the right key back; nothing was changed.", e);
        }
    }

    private static byte[] WrapContext(int id, string purpose) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"data_keys\n{purpose}\n{id}"));
}
