using Countersign.Otp.SeedFiles;
using Countersign.SignIn;
using Countersign.Storage;

namespace Countersign.Mfa.Tokens;

/// <summary>Takes a part of a maker's file that a browser uploads: sealed, bound to that console session, for 15 minutes.</summary>
/// <remarks>Part by part, so that a slow upload never holds the database. A session has one such file: a new one replaces it.</remarks>
public sealed class UploadTokenFile : IOperation<UploadTokenFile.Request, Nothing>
{
    /// <summary>A part.</summary>
    /// <param name="UploadId">Chosen by the page that uploads, at random.</param>
    /// <param name="FileName">What the browser calls the file; shown, never opened. 1 to 255 characters.</param>
    /// <param name="Part">From 0, in order.</param>
    /// <param name="IsLast">Whether the file is complete with it.</param>
    /// <param name="Bytes">1 MiB; the last one may be shorter.</param>
    public sealed record Request(string UploadId, string FileName, int Part, bool IsLast, ReadOnlyMemory<byte> Bytes) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "countersign:UploadTokenFile";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(ImportTokens.Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">TooLarge; NoSuchEntity: a part before is missing.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var session = call.Browser ?? throw SignInErrors.SessionEnded();
        var upload = request.Part == 0 ? await Begin(session, request, call) : await call.Store.SeedUploads.Find(session, request.UploadId);
        var before = (long)request.Part * SeedUpload.PartBytes;
        if (upload is null || upload.IsComplete || upload.Length != before || (!request.IsLast && request.Bytes.Length != SeedUpload.PartBytes))
            throw TokenErrors.UploadGone();
        if (before + request.Bytes.Length > SeedFile.MaxBytes)
            throw TokenErrors.TooLarge();
        await call.Store.SeedUploads.Append(upload, request.Bytes, request.IsLast);
        return Nothing.Value;
    }

    private static async Task<SeedUpload?> Begin(byte[] session, Request request, Call call)
    {
        var upload = new SeedUpload
        {
            UploadId = request.UploadId,
            SessionHash = session,
            FileName = request.FileName,
            Length = 0,
            IsComplete = false,
            ExpiresAt = call.Now + UploadedTokenFile.Lifetime,
        };
        return await call.Store.SeedUploads.Begin(upload) ? upload : null;
    }
}
