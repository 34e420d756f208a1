using System.Text;
using Countersign.Storage;

namespace Countersign.Mfa.Tokens;

/// <summary>Lets the seeds of the inventory out, so that nobody is locked in: all tokens, with what they have counted and how their clocks are off.</summary>
/// <remarks>Its event, with the count, is written before the first seed is read. What a format has no form for is left out only when the caller says so: SecurID of all but sdtid, which has no form for the others.</remarks>
public sealed class ExportTokens : IOperation<ExportTokens.Request, ExportTokens.Response>
{
    /// <summary>The shortest passphrase, in characters.</summary>
    public const int ShortestPassphrase = 12;

    private const int PerPage = 1000;

    private readonly Database _database;

    internal ExportTokens(Database database) => _database = database;

    /// <summary>In what form.</summary>
    /// <param name="Format"><c>pskc</c>, encrypted with a passphrase; <c>sdtid</c>, SecurID tokens with a password; or <c>otpauth</c>, a list of URIs in clear.</param>
    /// <param name="Passphrase">12 to 128 characters, for <c>pskc</c>; for <c>sdtid</c> up to 32 bytes of UTF-8.</param>
    /// <param name="LeaveOut">Whether tokens that the format has no form for are left out; else nothing is exported when there is one.</param>
    public sealed record Request(string Format, Password? Passphrase = null, bool LeaveOut = false) : IRequest<Response>;

    /// <summary>What leaves.</summary>
    /// <param name="Exported">How many tokens.</param>
    /// <param name="LeftOut">How many stay, since the format has no form for them.</param>
    /// <param name="Content">The file.</param>
    public sealed record Response(int Exported, int LeftOut, TokenExport Content) : IToldInAudit;

    /// <inheritdoc/>
    public static string Action => "countersign:ExportTokens";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        Task.FromResult<IReadOnlyList<Need>>([new Need(Action, "*") { FreshProof = true }]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: format or passphrase; TokensLeftOut: some have no form in it.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var format = TokenExportFormat.Of(request.Format) ?? throw TokenErrors.BadFormat();
        var passphrase = request.Passphrase?.Reveal() ?? "";
        if (format.IsEncrypted && passphrase.Length < ShortestPassphrase)
            throw TokenErrors.BadPassphrase(ShortestPassphrase);
        if (format.LongestPassphrase is { } longest && Encoding.UTF8.GetByteCount(passphrase) > longest)
            throw TokenErrors.PassphraseTooLong(ShortestPassphrase, longest);

        var (exported, leftOut, after) = (0, 0, "");
        (string Serial, string Why)? first = null;
        while (await call.Store.Tokens.Page(call.AccountId, TokenKind.Names, "", "", after, PerPage) is { Count: > 0 } page)
        {
            foreach (var token in page)
            {
                if (format.WhyNot(TokenKind.Of(token.Device.Kind)!.Write(token.Device, ReadOnlyMemory<byte>.Empty)) is not { } why)
                {
                    exported++;
                    continue;
                }

                leftOut++;
                first ??= (token.Device.SerialNumber, why);
            }

            after = page[^1].Device.SerialNumber;
        }

        if (first is { } odd && !request.LeaveOut)
            throw TokenErrors.LeftOut(leftOut, odd.Serial, odd.Why);
        return new Response(exported, leftOut, new TokenExport(_database, call.AccountId, format, passphrase));
    }
}
