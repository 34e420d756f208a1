namespace Countersign.Otp.SeedFiles;

/// <summary>
/// The whole file cannot be used. The message names what was wrong and what would be right, and never a seed or key.
/// </summary>
public sealed class SeedFileException : Exception
{
    /// <summary>A refusal of a whole file.</summary>
    /// <param name="fault">Which case it is.</param>
    /// <param name="message">A sentence for the person who uploads the file.</param>
    /// <param name="inner">What was found, if it was an exception.</param>
    public SeedFileException(SeedFileFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>Which case it is, so that a page can ask for a passphrase.</summary>
    public SeedFileFault Fault { get; }
}

/// <summary>Why a whole file cannot be used.</summary>
public enum SeedFileFault
{
    /// <summary>It is none of the formats that are read.</summary>
    Unknown,

    /// <summary>It is one of them, but cut off or changed on its way.</summary>
    Damaged,

    /// <summary>It is encrypted with a passphrase, and none was given.</summary>
    PassphraseNeeded,

    /// <summary>The passphrase does not open it.</summary>
    WrongPassphrase,

    /// <summary>It is encrypted with a key agreed with the maker, and none was given.</summary>
    KeyNeeded,

    /// <summary>The key does not open it.</summary>
    WrongKey,

    /// <summary>It is bound to a device, whose id was not given.</summary>
    DeviceIdNeeded,

    /// <summary>It is bound to another device.</summary>
    WrongDeviceId,

    /// <summary>Its integrity cannot be verified.</summary>
    WrongMac,

    /// <summary>It is larger than any file of tokens would be.</summary>
    TooLarge,

    /// <summary>It is a known form that is not read, certificate encryption for instance.</summary>
    NotSupported,
}
