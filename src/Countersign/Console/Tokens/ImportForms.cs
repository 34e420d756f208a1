using Countersign.Console.Frame;
using Countersign.Mfa.Tokens;
using Countersign.Otp.SeedFiles;
using Countersign.Storage;

namespace Countersign.Console.Tokens;

/// <summary>A maker's file on its way into the inventory: uploaded, previewed, imported.</summary>
internal static class ImportForms
{
    /// <summary>What a form has beside its file: boundaries, headers, the token.</summary>
    private const int AroundTheFile = 64 * 1024;

    private static readonly string[] KeyFields = ["Passphrase", "Key", "DeviceId"];

    public static void Map(WebApplication app)
    {
        app.MapPage("/tokens/import", ShowUpload);
        app.MapUpload("/tokens/import/{upload}", SeedFile.MaxBytes + AroundTheFile, TokenErrors.TooLarge, Upload);
        app.MapPage("/tokens/import/{upload}", ShowPreview);
        app.MapPage("/tokens/import/{upload}/progress", ShowProgress);
        app.MapPage("/tokens/import/{upload}/open", ShowPreview);
        app.MapForm("/tokens/import/{upload}/open", Open);
        app.MapPage("/tokens/import/{upload}/store", ShowPreview);
        app.MapForm("/tokens/import/{upload}/store", Store);
    }

    private static async Task<IResult> ShowUpload(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<ImportPage>(new { UploadId = UniqueId.OfCookie() });
    }

    private static async Task<IResult> Upload(Visit visit, UploadedFile? file)
    {
        await visit.SignedIn();
        try
        {
            using var running = Board(visit).Begin(visit, visit.Route("upload"), "receiving");
            await Receive(visit, file, running);
            return Visit.To(Links.Import(visit.Route("upload")));
        }
        catch (ApiError refusal) when (refusal.Status is not StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, TokenErrors.IsOfFile(refusal) ? "File" : null, "File");
            return await ShowUpload(visit);
        }
    }

    /// <summary>Takes the file part by part; the first part tells whether the visitor may.</summary>
    private static async Task Receive(Visit visit, UploadedFile? file, ImportBoard.Running progress)
    {
        var buffer = new byte[SeedUpload.PartBytes];
        for (var part = 0; ; part++)
        {
            var count = file is null ? 0 : await Read(file.Content, buffer, visit.Http.RequestAborted);
            var isLast = count < buffer.Length;
            await visit.Run(new UploadTokenFile.Request(visit.Route("upload"), file?.Name ?? "", part, isLast, buffer.AsMemory(0, count)));
            progress.Report(new ImportProgress((long)part * buffer.Length + count, visit.Http.Request.ContentLength ?? 0, 0));
            if (isLast && part == 0 && count == 0)
                throw FormErrors.NoFile("File");
            if (isLast)
                return;
        }
    }

    private static async Task<int> Read(Stream content, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TokenErrors.TooLarge();
        }
    }

    private static async Task<IResult> ShowPreview(Visit visit)
    {
        await visit.SignedIn();
        return await Preview(visit, ["", "", ""]);
    }

    /// <summary>Takes what opens the file; what an earlier page has asked for is carried along.</summary>
    private static async Task<IResult> Open(Visit visit)
    {
        await visit.SignedIn();
        var before = Keys(visit).Open(visit, visit.Route("upload"), visit.Form.Value("Keys"));
        return await Preview(visit, [.. KeyFields.Select((field, i) => visit.Form.Value(field, before[i]))]);
    }

    /// <summary>Reads the file and shows what an import would do; or asks for what opens it.</summary>
    /// <param name="visit">The visit.</param>
    /// <param name="typed">Passphrase, key and device id; empty what was not asked for.</param>
    private static async Task<IResult> Preview(Visit visit, string[] typed)
    {
        var upload = visit.Route("upload");
        var carried = Keys(visit).Seal(visit, upload, typed);
        try
        {
            using var running = Board(visit).Begin(visit, upload, "reading");
            var preview = await visit.Run(new PreviewTokens.Request(
                new UploadedTokenFile(upload), SeedKeys.Of(typed[0], typed[1], typed[2]), running));
            return visit.Page<PreviewPage>(new { UploadId = upload, Preview = preview, Keys = carried });
        }
        catch (ApiError refusal) when (TokenErrors.IsOfFile(refusal))
        {
            if (OpenPage.FieldOf(Enum.Parse<SeedFileFault>(refusal.Code)) is not { } field)
            {
                visit.Form.Refuse(refusal, "File");
                return visit.Page<ImportPage>(new { UploadId = UniqueId.OfCookie() });
            }

            if (typed[Array.IndexOf(KeyFields, field)].Length > 0)
                visit.Form.Refuse(refusal, field);
            return visit.Page<OpenPage>(new { UploadId = upload, Field = field, Why = refusal.Message, Keys = carried });
        }
    }

    private static async Task<IResult> Store(Visit visit)
    {
        await visit.SignedIn();
        var upload = visit.Route("upload");
        var typed = Keys(visit).Open(visit, upload, visit.Form.Value("Keys"));
        try
        {
            using var running = Board(visit).Begin(visit, upload, "storing");
            var done = await visit.Run(new ImportTokens.Request(
                new UploadedTokenFile(upload), SeedKeys.Of(typed[0], typed[1], typed[2]), visit.Form.Has("SkipRefused", "yes"), running));
            return Visit.To(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{Links.Tokens}?imported={done.Imported}&same={done.Skipped}&left={done.Refused}"));
        }
        catch (ApiError refusal) when (refusal.Code == TokenErrors.RowsRefusedCode)
        {
            visit.Form.Refuse(refusal, null);    // the inventory has changed since the preview
            return await Preview(visit, typed);
        }
    }

    private static async Task<IResult> ShowProgress(Visit visit)
    {
        await visit.SignedIn();
        return Results.Json(Board(visit).Look(visit.Session!.UserName, visit.Route("upload")), System.Text.Json.JsonSerializerOptions.Web);
    }

    private static ImportBoard Board(Visit visit) => visit.Http.RequestServices.GetRequiredService<ImportBoard>();

    private static TypedKeys Keys(Visit visit) => visit.Http.RequestServices.GetRequiredService<TypedKeys>();
}
