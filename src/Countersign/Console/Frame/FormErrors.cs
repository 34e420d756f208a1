namespace Countersign.Console.Frame;

/// <summary>What the console itself finds wrong with a form before there is a request to run.</summary>
internal static class FormErrors
{
    /// <summary>A refusal, at a field.</summary>
    public static ApiError At(string field, ApiError refusal) =>
        new(refusal.Code, refusal.Status, refusal.Message) { Member = field, Counted = refusal.Counted, RetryAfter = refusal.RetryAfter };

    public static ApiError NoPassword(string field) =>
        new("ValidationError", 400, "Type a password of 1 to 128 characters.") { Member = field };

    public static ApiError Empty(string field, string what) => new("ValidationError", 400, $"Type {what}.") { Member = field };

    public static ApiError NotTheSame(string field) =>
        new("ValidationError", 400, "The two passwords are not the same. Type the new one again.") { Member = field };

    public static ApiError PassphrasesDiffer(string field) =>
        new("ValidationError", 400, "The two passphrases are not the same. Type it again.") { Member = field };

    public static ApiError BadUserName(string field) =>
        new("ValidationError", 400, "A user name has 1 to 64 letters, digits and + = , . @ _ - (no spaces).") { Member = field };

    public static ApiError NothingChosen(string field, string what) => new("ValidationError", 400, $"Choose {what}.") { Member = field };

    public static ApiError BadAccount(string field) =>
        new("ValidationError", 400, "An account ID has 12 digits.") { Member = field };

    public static ApiError BadProvider(string field) =>
        new("ValidationError", 400, "A provider is its address without https://, such as id.example.com or id.example.com/tenant.") { Member = field };

    public static ApiError InlinePolicyExists(string field, string name) =>
        new("EntityAlreadyExists", 409, $"There is a policy {name} already. Choose another name, or edit that one.") { Member = field };

    public static ApiError ReasonTooLong(string field, int most) =>
        new("ValidationError", 400, $"A reason has at most {most} characters.") { Member = field };

    /// <summary>What has grave consequences is typed out.</summary>
    public static ApiError NotConfirmed(string field, string text) =>
        new("ValidationError", 400, $"Nothing was done. To do it, type {text} exactly as it is written.") { Member = field };

    public static ApiError NoDay(string field) =>
        new("ValidationError", 400, "Choose a day, such as 2026-12-31.") { Member = field };

    public static ApiError DayIsOver(string field) =>
        new("ValidationError", 400, "That day is over. Choose one to come, or require MFA now.") { Member = field };

    /// <summary>A page that shows a secret once was opened again.</summary>
    public static ApiError ShownAlready() =>
        new("NoSuchEntity", 404, "This was shown once and is not kept. If it was not noted, make a new one.");

    public static ApiError NoSuchKind(string field) =>
        new("ValidationError", 400, "Choose one of the kinds of device.") { Member = field };

    public static ApiError NoFile(string field) => new("ValidationError", 400, "Choose the file that the maker has sent.") { Member = field };

    /// <summary>The address holds no device.</summary>
    public static ApiError NoSuchDevice() => new("NoSuchEntity", 404, "There is no such MFA device here.");
}
