using Countersign.SignIn;

namespace Countersign.Mfa.Tokens;

/// <summary>A maker's file: one on this machine, or one that a browser has uploaded.</summary>
public abstract record TokenFile
{
    private protected TokenFile()
    {
    }

    /// <summary>The file as a stream that can seek, good as long as the call's transaction.</summary>
    internal abstract Task<Stream> Open(Call call);

    /// <summary>What is done with it after the import.</summary>
    internal virtual Task Imported(Call call) => Task.CompletedTask;
}

/// <summary>A file on this machine.</summary>
internal sealed record LocalTokenFile(Stream Content) : TokenFile
{
    internal override Task<Stream> Open(Call call)
    {
        Content.Position = 0;
        return Task.FromResult(Content);
    }
}

/// <summary>A file that the session which calls has uploaded within the last quarter of an hour.</summary>
internal sealed record UploadedTokenFile(string UploadId) : TokenFile
{
    /// <summary>How long it is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <exception cref="ApiError">NoSuchEntity: its time is over, or another session's.</exception>
    internal override async Task<Stream> Open(Call call)
    {
        var upload = await call.Store.SeedUploads.Find(call.Browser ?? throw SignInErrors.SessionEnded(), UploadId);
        return upload is { IsComplete: true } && upload.ExpiresAt > call.Now ? call.Store.SeedUploads.Open(upload) : throw TokenErrors.UploadGone();
    }

    internal override Task Imported(Call call) => call.Store.SeedUploads.RemoveOf(call.Browser!);
}
