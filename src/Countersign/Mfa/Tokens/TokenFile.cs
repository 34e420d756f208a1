using Countersign.SignIn;

namespace Countersign.Mfa.Tokens;

/// <summary>A maker's file: one on this machine, or one that a browser has uploaded.</summary>
public abstract record TokenFile
{
    private protected TokenFile()
    {
    }

    /// <summary>Opens the file: its name, and a stream that can seek, good as long as the call's transaction.</summary>
    internal abstract Task<(string Name, Stream Content)> Open(Call call);

    /// <summary>What is done with it after the import.</summary>
    internal virtual Task Imported(Call call) => Task.CompletedTask;
}

/// <summary>A file on this machine.</summary>
/// <param name="Name">Its name, for the audit log.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record LocalTokenFile(string Name, Stream Content) : TokenFile
{
    internal override Task<(string Name, Stream Content)> Open(Call call) => Task.FromResult((Name, Content));
}

/// <summary>A file that the session which calls has uploaded within the last quarter of an hour.</summary>
/// <param name="UploadId">As its page chose it.</param>
internal sealed record UploadedTokenFile(string UploadId) : TokenFile
{
    /// <summary>How long it is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <exception cref="ApiError">NoSuchEntity: its time is over, or another session's.</exception>
    internal override async Task<(string Name, Stream Content)> Open(Call call)
    {
        var upload = await call.Store.SeedUploads.Find(call.Browser ?? throw SignInErrors.SessionEnded(), UploadId);
        return upload is { IsComplete: true } && upload.ExpiresAt > call.Now
            ? (upload.FileName, call.Store.SeedUploads.Open(upload))
            : throw TokenErrors.UploadGone();
    }

    internal override Task Imported(Call call) => call.Store.SeedUploads.RemoveOf(call.Browser!);
}
