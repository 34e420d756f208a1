using System.Globalization;
using System.Security.Cryptography;

namespace Countersign.Storage;

/// <summary>A maker's file that a browser has uploaded and not imported yet.</summary>
internal sealed record SeedUpload
{
    /// <summary>How much of it one row holds, in bytes; the last part may be shorter.</summary>
    public const int PartBytes = 1 << 20;

    public required string UploadId { get; init; }
    public required byte[] SessionHash { get; init; }
    public required string FileName { get; init; }

    /// <summary>Bytes so far.</summary>
    public required long Length { get; init; }
    public required bool IsComplete { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The tables <c>seed_uploads</c> and <c>seed_upload_parts</c>.</summary>
internal readonly struct SeedUploads(Statements statements, Sealing sealing)
{
    public Task<SeedUpload?> Find(byte[] session, string uploadId) => statements.Find<SeedUpload?>("""
        SELECT upload_id, session_hash, file_name, length, is_complete, expires_at
        FROM seed_uploads WHERE session_hash = @session AND upload_id = @uploadId
        """, new { session, uploadId });

    /// <summary>Begins a file; an earlier one of the session is gone.</summary>
    /// <returns>False when the id is another session's.</returns>
    public async Task<bool> Begin(SeedUpload upload)
    {
        await RemoveOf(upload.SessionHash);
        return await statements.Change("""
            INSERT INTO seed_uploads (upload_id, session_hash, file_name, length, is_complete, expires_at)
            VALUES (@UploadId, @SessionHash, @FileName, 0, FALSE, @ExpiresAt)
            ON CONFLICT (upload_id) DO NOTHING
            """, upload) == 1;
    }

    /// <summary>Adds the next part, sealed. All but the last have <see cref="SeedUpload.PartBytes"/>.</summary>
    public async Task Append(SeedUpload upload, ReadOnlyMemory<byte> bytes, bool isLast)
    {
        var part = (int)(upload.Length / SeedUpload.PartBytes);
        await statements.Change(
            "INSERT INTO seed_upload_parts (upload_id, part, bytes_sealed) VALUES (@UploadId, @part, @blob)",
            new { upload.UploadId, part, blob = sealing.Seal(bytes.Span, "seed_upload_parts", "bytes_sealed", Row(upload.UploadId, part)) });
        await statements.Change(
            "UPDATE seed_uploads SET length = @length, is_complete = @isLast WHERE upload_id = @UploadId",
            new { upload.UploadId, length = upload.Length + bytes.Length, isLast });
    }

    /// <summary>Reads the file: a stream that can seek, good as long as the transaction.</summary>
    public Stream Open(SeedUpload upload) => new Parts(statements, sealing, upload);

    public Task RemoveOf(byte[] session) =>
        statements.Later("DELETE FROM seed_uploads WHERE session_hash = @session", new { session });

    public Task Sweep(DateTimeOffset now) =>
        statements.Later("DELETE FROM seed_uploads WHERE expires_at < @now", new { now });

    private static string Row(string uploadId, int part) => string.Create(CultureInfo.InvariantCulture, $"{uploadId} {part}");

    /// <summary>Opens one part at a time, so that memory stays flat, and wipes it when the next one is wanted.</summary>
    private sealed class Parts(Statements statements, Sealing sealing, SeedUpload upload) : Stream
    {
        private byte[] _open = [];
        private int _openPart = -1;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => upload.Length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            if (Position >= Length)
                return 0;
            var (part, offset) = Math.DivRem(Position, SeedUpload.PartBytes);
            Open((int)part);
            var available = _open.AsSpan((int)offset);
            var count = Math.Min(available.Length, buffer.Length);
            available[..count].CopyTo(buffer);
            Position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Current => Position + offset,
            SeekOrigin.End => Length + offset,
            _ => offset,
        };

        public override void Flush()
        {
            // nothing is written
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            CryptographicOperations.ZeroMemory(_open);
            base.Dispose(disposing);
        }

        private void Open(int part)
        {
            if (part == _openPart)
                return;
            CryptographicOperations.ZeroMemory(_open);
            var blob = statements.Value<byte[]?>(
                "SELECT bytes_sealed FROM seed_upload_parts WHERE upload_id = @UploadId AND part = @part", new { upload.UploadId, part }).GetAwaiter().GetResult() ?? [];
            (_open, _openPart) = (sealing.Open(blob, "seed_upload_parts", "bytes_sealed", Row(upload.UploadId, part)), part);
        }
    }
}
