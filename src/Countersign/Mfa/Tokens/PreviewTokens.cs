using Countersign.Otp.SeedFiles;

namespace Countersign.Mfa.Tokens;

/// <summary>Says what an import of a maker's file would do with each of its rows. Stores nothing.</summary>
public sealed class PreviewTokens : IOperation<PreviewTokens.Request, PreviewTokens.Response>
{
    /// <summary>How many rows are listed of each sort; the rest is counted.</summary>
    public const int Listed = 200;

    /// <summary>Which file.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Keys">What opens it.</param>
    /// <param name="Progress">Told how far it is.</param>
    public sealed record Request(TokenFile File, SeedFileKeys Keys, IProgress<ImportProgress>? Progress = null) : IRequest<Response>;

    /// <summary>The fate of the rows.</summary>
    /// <param name="FileName">The file's name.</param>
    /// <param name="Format">The format, by the name people know it by.</param>
    /// <param name="New">How many would be stored.</param>
    /// <param name="Same">How many are passed over, since the same token is there already.</param>
    /// <param name="Refused">How many cannot be stored.</param>
    /// <param name="ConsoleOnly">How many of the new ones the API cannot take: other than six digits, or a serial number under nine characters.</param>
    /// <param name="Warned">How many of the new ones have warnings.</param>
    /// <param name="Refusals">The first of those refused.</param>
    /// <param name="Tokens">The first of the others.</param>
    public sealed record Response(
        string FileName, string Format, int New, int Same, int Refused, int ConsoleOnly, int Warned, IReadOnlyList<Row> Refusals, IReadOnlyList<Row> Tokens);

    /// <summary>A row.</summary>
    /// <param name="Where">Where it stands: <c>line 7</c>.</param>
    /// <param name="SerialNumber">As far as it could be read.</param>
    /// <param name="Why">Why it is refused or passed over; null for one that would be stored.</param>
    /// <param name="Kind">What the token does, in words.</param>
    /// <param name="Maker">Maker and model, as far as the file says.</param>
    /// <param name="IsForApi">Whether the API takes it.</param>
    /// <param name="Warnings">What is odd about it.</param>
    public sealed record Row(
        string Where, string? SerialNumber, string? Why, string? Kind, string? Maker, bool IsForApi, IReadOnlyList<string> Warnings);

    /// <inheritdoc/>
    public static string Action => "countersign:PreviewTokens";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(ImportTokens.Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">The file as a whole cannot be used, or is not here any more.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var counts = new int[3];
        var (consoleOnly, warned) = (0, 0);
        var (refusals, tokens) = (new List<Row>(), new List<Row>());
        var (name, format) = await new TokenSorter(call).Read(request.File, request.Keys, request.Progress, batch =>
        {
            foreach (var row in batch)
            {
                counts[(int)row.Fate]++;
                if (row is { Fate: TokenFate.New, Device: { } device })
                {
                    consoleOnly += TokenKind.IsForApi(device) ? 0 : 1;
                    warned += row.Row.Token!.Warnings.Count > 0 ? 1 : 0;
                }

                var list = row.Fate == TokenFate.Refused ? refusals : tokens;
                if (list.Count < Listed)
                    list.Add(Tell(row));
            }

            return Task.CompletedTask;
        });
        return new Response(
            name, format, counts[(int)TokenFate.New], counts[(int)TokenFate.Same], counts[(int)TokenFate.Refused], consoleOnly, warned, refusals, tokens);
    }

    private static Row Tell(SortedRow row) => new(
        row.Row.Where, row.Row.SerialNumber, row.Why,
        row.Device is { } device ? TokenKind.Of(device.Kind)!.Describe(device) : null,
        row.Device is { } made ? string.Join(' ', new[] { made.Manufacturer, made.Model }.OfType<string>()) : null,
        row.Device is null || TokenKind.IsForApi(row.Device),
        row.Row.Token?.Warnings ?? []);
}
