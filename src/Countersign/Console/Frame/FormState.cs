using Countersign.Otp;
using Countersign.SignIn;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace Countersign.Console.Frame;

/// <summary>What a visitor typed into a form and what was wrong with it. Passwords and codes are never written back.</summary>
public sealed class FormState
{
    private const int LongestReason = 200;

    /// <summary>What survives the way to another page and back, when the password has to be confirmed first.</summary>
    private static readonly string[] Kept = ["DeviceName", "Reason", "UserName", "Hours", "Required", "Day", "Passwordless", "Attestation", "AllowedAaguids"];

    private Func<string, StringValues> _typed = _ => StringValues.Empty;
    private string? _field;
    private bool _isSent;

    /// <summary>Is told when something that is no code was typed in the place of one.</summary>
    internal Action? Malformed { get; init; }

    /// <summary>What was wrong; null when nothing was, or nothing was sent.</summary>
    public ApiError? Error { get; private set; }

    /// <summary>True when the error belongs to the form as a whole, not to one field.</summary>
    public bool IsErrorAtTop => Error is not null && _field is null;

    /// <summary>What was typed; for a secret, never to be shown again.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="otherwise">What the field holds before anything is typed.</param>
    public string Value(string name, string otherwise = "") =>
        _typed(name) is { Count: > 0 } values ? values.ToString() : otherwise;

    /// <summary>The values of all boxes that were ticked under a name.</summary>
    internal IReadOnlyList<string> Values(string name) => [.. _typed(name).OfType<string>().Where(value => value.Length > 0)];

    /// <summary>Whether a box was ticked or a radio button with this value chosen.</summary>
    public bool Has(string name, string value) => _typed(name).Contains(value, StringComparer.Ordinal);

    /// <summary>Whether a box is ticked: as sent, else as the page begins.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The box's value.</param>
    /// <param name="otherwise">Before anything is sent.</param>
    public bool IsChecked(string name, string value, bool otherwise) => _isSent ? Has(name, value) : otherwise;

    /// <summary>The message for a field, if it is the wrong one.</summary>
    public string? ErrorOf(string name) => _field == name ? Error!.Message : null;

    /// <summary>Makes an error the field's.</summary>
    /// <param name="refusal">What was wrong.</param>
    /// <param name="field">Where to show it, if its member is no field of this form; null for the top of the form.</param>
    /// <param name="fields">The form's fields.</param>
    internal void Refuse(ApiError refusal, string? field, params ReadOnlySpan<string> fields)
    {
        Error = refusal;
        _field = field;
        foreach (var name in fields)
        {
            if (name.Equals(refusal.Member, StringComparison.OrdinalIgnoreCase))
                _field = name;
        }
    }

    /// <summary>Takes what was typed.</summary>
    internal void Read(IFormCollection form) => (_typed, _isSent) = (name => form[name], true);

    /// <summary>Takes what was typed before the password had to be confirmed.</summary>
    internal void Read(IQueryCollection query) => _typed = name => Kept.Contains(name, StringComparer.Ordinal) ? query[name] : StringValues.Empty;

    /// <summary>What was typed, to be carried in an address; empty when there is nothing.</summary>
    internal string ToQuery()
    {
        var query = new QueryBuilder();
        foreach (var name in Kept)
        {
            if (Value(name) is { Length: > 0 } value)
                query.Add(name, value);
        }

        return query.ToString();
    }

    /// <summary>Reads a code as people type it, with spaces and dashes.</summary>
    /// <exception cref="ApiError">ValidationError: not six to eight digits. Nothing is counted, since nothing was judged.</exception>
    internal OneTimeCode Code(string name) =>
        OneTimeCode.TryParse(TypedCode.Normalise(Value(name)), out var code) ? code : throw NotACode(name);

    /// <summary>Reads a code that may have a PIN in front of it, as people type it.</summary>
    /// <exception cref="ApiError">ValidationError: not six to sixteen digits.</exception>
    internal Passcode Passcode(string name) =>
        Countersign.Otp.Passcode.TryParse(TypedCode.Normalise(Value(name)), out var code) ? code : throw NotACode(name);

    /// <summary>Reads a passcode that is not always asked for; null when its field is empty or missing.</summary>
    /// <exception cref="ApiError">ValidationError: something else is in the field.</exception>
    internal Passcode? OptionalPasscode(string name) => Value(name).Length == 0 ? null : Passcode(name);

    /// <summary>Reads why something is done, for the audit log; null when not said.</summary>
    /// <exception cref="ApiError">ValidationError: longer than 200 characters.</exception>
    internal string? Reason() => Value("Reason").Trim() switch
    {
        { Length: 0 } => null,
        { Length: > LongestReason } => throw FormErrors.ReasonTooLong("Reason", LongestReason),
        var reason => reason,
    };

    /// <summary>Reads a password.</summary>
    /// <exception cref="ApiError">ValidationError: empty, or too long.</exception>
    internal Password Password(string name) => Countersign.Password.TryParse(Value(name)) ?? throw FormErrors.NoPassword(name);

    private ApiError NotACode(string name)
    {
        Malformed?.Invoke();
        return FormErrors.At(name, SignInErrors.NotACode());
    }
}
