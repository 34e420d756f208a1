using Countersign.Storage.Backups;

namespace Countersign.Custody;

/// <summary>Writes everything into one file, sealed with a passphrase, while the server runs: one snapshot, whatever is written meanwhile.</summary>
/// <remarks>The file with its passphrase is all that is needed: the keys are in it. What belongs to browsers is not (<see cref="Tables"/>).</remarks>
public sealed class BackUp : IOperation<BackUp.Request, BackUp.Response>
{
    /// <summary>The shortest passphrase, in characters.</summary>
    public const int ShortestPassphrase = 12;

    /// <summary>Whereto.</summary>
    /// <param name="File">Empty, can seek; left as it is when something fails.</param>
    /// <param name="Passphrase">12 to 128 characters.</param>
    public sealed record Request(Stream File, Password Passphrase) : IRequest<Response>;

    /// <summary>What was written.</summary>
    /// <param name="Tables">How many tables.</param>
    /// <param name="Rows">How many rows.</param>
    public sealed record Response(int Tables, long Rows);

    /// <inheritdoc/>
    public static string Action => "countersign:BackUp";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">AccessDenied: not at the command line; ValidationError: the passphrase.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        CustodyErrors.Check(call, Action);
        if (request.Passphrase.Length < ShortestPassphrase)
            throw CustodyErrors.BadPassphrase(ShortestPassphrase);
        request.File.SetLength(0);    // a snapshot that was lost on the way is begun again
        using var seal = BackupSeal.Make(request.Passphrase);
        var (tables, rows) = await call.Store.Backup.Write(request.File, seal, call.Now, CancellationToken.None);
        return new Response(tables, rows);
    }
}
