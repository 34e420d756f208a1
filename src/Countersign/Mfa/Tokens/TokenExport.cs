using System.Security.Cryptography;
using Countersign.Storage;

namespace Countersign.Mfa.Tokens;

/// <summary>The seeds that ExportTokens has allowed to leave, not read yet: only that operation makes one, after its event is as good as written.</summary>
public sealed class TokenExport
{
    private const int PerPage = 500;

    private readonly Database _database;
    private readonly string _accountId;
    private readonly TokenExportFormat _format;
    private readonly string _passphrase;

    internal TokenExport(Database database, string accountId, TokenExportFormat format, string passphrase) =>
        (_database, _accountId, _format, _passphrase) = (database, accountId, format, passphrase);

    /// <summary>What the file's name ends with.</summary>
    public string Extension => _format.Extension;

    /// <summary>Writes the file, page by page, in memory that does not grow with it.</summary>
    /// <param name="stream">Where to; written asynchronously only.</param>
    /// <param name="cancellation">Whoever asked has gone.</param>
    public async Task WriteTo(Stream stream, CancellationToken cancellation)
    {
        using var page = new MemoryStream();
        using (var writer = _format.Begin(page, _passphrase))
        {
            var after = "";
            while (await Add(writer, after, cancellation) is { } last)
            {
                await Send(page, stream, cancellation);
                after = last;
            }
        }

        await Send(page, stream, cancellation);
    }

    /// <returns>The last serial number of the page; null when there was none.</returns>
    private Task<string?> Add(TokenExportFormat.IWriter writer, string after, CancellationToken cancellation) => _database.Read(
        async store =>
        {
            var tokens = await store.Tokens.Page(_accountId, TokenKind.Names, "", "", after, PerPage);
            foreach (var token in tokens)
            {
                var secret = await store.MfaDevices.Secret(token.Device);
                try
                {
                    var seed = TokenKind.Of(token.Device.Kind)!.Write(token.Device, secret);
                    if (_format.WhyNot(seed) is null)
                        writer.Write(seed);
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(secret);
                }
            }

            return tokens.Count > 0 ? tokens[^1].Device.SerialNumber : null;
        },
        cancellation);

    private static async Task Send(MemoryStream page, Stream stream, CancellationToken cancellation)
    {
        await stream.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), cancellation);
        CryptographicOperations.ZeroMemory(page.GetBuffer());
        page.SetLength(0);
    }
}
