using System.Diagnostics;
using System.Security.Cryptography;

namespace Countersign.Fuzz;

/// <summary>An input that breaks a promise.</summary>
/// <param name="Key">What is alike in all inputs that find the same: the exception and where it was thrown.</param>
/// <param name="Input">The input.</param>
/// <param name="Detail">The exception with its stack, or how long it took, or how much it allocated.</param>
internal sealed record Finding(string Key, byte[] Input, string Detail)
{
    /// <summary>The file that it is kept in: its key and a hash, since two faults may look alike.</summary>
    public string FileName => $"{Key}-{Convert.ToHexStringLower(SHA256.HashData(Input).AsSpan(0, 4))}";

    /// <summary>What escaped from a reader.</summary>
    public static Finding Of(Exception escaped, byte[] input) => new(KeyOf(escaped), input, escaped.ToString());

    /// <summary>The exception's name and the innermost method of ours: the same for the same fault.</summary>
    private static string KeyOf(Exception escaped)
    {
        var frames = new StackTrace(escaped).GetFrames();
        var ours = frames.Select(frame => frame.GetMethod()).FirstOrDefault(
            method => method?.DeclaringType?.FullName is { } name && name.StartsWith("Countersign", StringComparison.Ordinal)
                && method.DeclaringType != typeof(Promise));
        var place = ours is null ? "nowhere" : $"{ours.DeclaringType!.Name}.{ours.Name}";
        var key = $"{escaped.GetType().Name}-{place}";
        return string.Concat(key.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'));
    }
}
