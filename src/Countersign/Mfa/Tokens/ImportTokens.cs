using Countersign.Otp.SeedFiles;

namespace Countersign.Mfa.Tokens;

/// <summary>Puts the tokens of a maker's file into the inventory: in one transaction, all of them or none.</summary>
/// <remarks>
/// The same file again does no harm: a token that is there with the same seed is passed over. A row that is refused
/// stops the whole import, unless the caller says to leave such rows out.
/// </remarks>
public sealed class ImportTokens : IOperation<ImportTokens.Request, ImportTokens.Response>
{
    /// <summary>Which file.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Keys">What opens it.</param>
    /// <param name="SkipRefused">Whether rows that are refused are left out; else nothing is stored when there is one.</param>
    /// <param name="Progress">Told how far it is.</param>
    public sealed record Request(
        TokenFile File, SeedFileKeys Keys, bool SkipRefused = false, IProgress<ImportProgress>? Progress = null) : IRequest<Response>;

    /// <summary>What was done.</summary>
    /// <param name="FileName">The file's name.</param>
    /// <param name="Format">The format, by the name people know it by.</param>
    /// <param name="Imported">How many tokens were stored.</param>
    /// <param name="Skipped">How many were there already.</param>
    /// <param name="Refused">How many rows were left out.</param>
    public sealed record Response(string FileName, string Format, int Imported, int Skipped, int Refused) : IToldInAudit;

    /// <inheritdoc/>
    public static string Action => "countersign:ImportTokens";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">The file as a whole cannot be used, rows are refused, or there is no token in it.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var counts = new int[3];
        SortedRow? refused = null;
        var (name, format) = await new TokenSorter(call).Read(request.File, request.Keys, request.Progress, async batch =>
        {
            foreach (var row in batch)
            {
                counts[(int)row.Fate]++;
                if (row.Fate == TokenFate.Refused)
                    refused ??= row;
            }

            if (refused is null || request.SkipRefused)    // else it is only counted on, for the message
                await call.Store.Tokens.Add(batch.Where(row => row.Fate == TokenFate.New).Select(row => (row.Device!, row.Row.Token!.Secret)));
        });

        if (refused is not null && !request.SkipRefused)
            throw TokenErrors.RowsRefused(counts[(int)TokenFate.Refused], refused.Row.Where, refused.Why!);
        if (counts[(int)TokenFate.New] + counts[(int)TokenFate.Same] == 0)
            throw TokenErrors.NoTokens();
        await request.File.Imported(call);
        return new Response(name, format, counts[(int)TokenFate.New], counts[(int)TokenFate.Same], counts[(int)TokenFate.Refused]);
    }
}
