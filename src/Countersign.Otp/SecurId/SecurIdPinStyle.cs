namespace Countersign.Otp.SecurId;

/// <summary>How a person's PIN and the tokencode become what is typed.</summary>
public enum SecurIdPinStyle
{
    /// <summary>There is no PIN: the tokencode alone is typed.</summary>
    None,

    /// <summary>The token takes the PIN and adds it to its code: keypad and software tokens.</summary>
    Added,

    /// <summary>The person types the PIN, and then the tokencode: fobs and cards without keys.</summary>
    Prepended,
}
