namespace Countersign.Otp;

/// <summary>The codes of one device by step or counter, whatever its algorithm.</summary>
internal interface ICodes
{
    /// <summary>The last step that has a code; the first is 0.</summary>
    long Last { get; }

    /// <summary>The code of a step from 0 to <see cref="Last"/>.</summary>
    OneTimeCode this[long step] { get; }
}
