namespace Countersign.Otp.SeedFiles;

/// <summary>
/// One row cannot be used; the rest of the file can. The message becomes <see cref="SeedRow.Refusal"/>.
/// </summary>
/// <param name="reason">A sentence for the person who uploads the file, without the seed.</param>
internal sealed class RefusedException(string reason) : Exception(reason);
