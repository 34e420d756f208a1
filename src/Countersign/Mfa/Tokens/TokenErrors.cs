using Countersign.Otp.SeedFiles;

namespace Countersign.Mfa.Tokens;

/// <summary>What is refused about tokens and their files. No message holds a seed, a key or a passphrase.</summary>
internal static class TokenErrors
{
    /// <summary>The whole file cannot be used: its code is the name of the <see cref="SeedFileFault"/>, so that a page can ask for what is missing.</summary>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="fileName">Its name: of some that cannot be read it tells what they are, and what to ask for instead.</param>
    public static ApiError File(SeedFileException fault, string fileName) => new(
        fault.Fault.ToString(), 400,
        fault.Fault == SeedFileFault.Unknown && SecurIdDelivery.WhatToDo(fileName) is { } advice ? advice : fault.Message);

    public static ApiError NotAKey() => new(
        nameof(SeedFileFault.WrongKey), 400, "The key is 16, 24 or 32 bytes, in hexadecimal (32, 48 or 64 digits) or Base64.");

    /// <summary>Whether a refusal is about a file as a whole.</summary>
    public static bool IsOfFile(ApiError refusal) => Enum.TryParse<SeedFileFault>(refusal.Code, out _);

    /// <summary>The code of <see cref="RowsRefused"/>.</summary>
    public const string RowsRefusedCode = "TokensRefused";

    public static ApiError RowsRefused(int refused, string where, string reason) => new(
        RowsRefusedCode, 400,
        $"{(refused == 1 ? "One token is" : $"{refused} tokens are")} refused, so nothing was stored. {(refused == 1 ? "It is" : "The first is")} at {where}: {reason}");

    public static ApiError NoTokens() => new("InvalidInput", 400, "There is no token in this file that could be stored.");

    public static ApiError TooLarge() => new(
        nameof(SeedFileFault.TooLarge), 400, $"The file is larger than {SeedFile.MaxBytes / 1024 / 1024} MiB. Split it.");

    public static ApiError UploadGone() => new(
        "NoSuchEntity", 404, "The uploaded file is not here any more: it is kept for 15 minutes, in the session that uploaded it, until it is imported. Upload it again.");

    public static ApiError NoSuchToken(string serial) => new(
        "NoSuchEntity", 404, $"There is no token {serial} in the inventory.");

    /// <summary>For somebody who has typed it off a token.</summary>
    public static ApiError NotInInventory(string typed) => new(
        "NoSuchEntity", 404, $"No token with the serial number {typed} is in the inventory. Check the number on its back; if it is right, an administrator has to import the token first.")
    { Member = "SerialNumber" };

    public static ApiError NotASerialNumber() => new(
        "ValidationError", 400, "Type the serial number as it is printed on the token: letters and digits.")
    { Member = "SerialNumber" };

    public static ApiError InUse(string serial) => new(
        "EntityAlreadyExists", 409, $"The token {serial} is in use. An administrator can take it from whoever has it.")
    { Member = "SerialNumber" };

    public static ApiError YoursAlready(string serial, string userName) => new(
        "EntityAlreadyExists", 409, $"The token {serial} is assigned to {userName} already.")
    { Member = "SerialNumber" };

    public static ApiError Assigned(string serial) => new(
        "DeleteConflict", 409, $"The token {serial} is somebody's. Take it from its user first.");

    public static ApiError BadStatus() => new("ValidationError", 400, "A token is available, lost or disabled.") { Member = "Status" };

    public static ApiError BadState() => new("ValidationError", 400, "Choose assigned, available, lost or disabled.");

    public static ApiError BadPassphrase(int least) => new(
        "ValidationError", 400, $"Type a passphrase of {least} to 128 characters: it is all that protects the seeds in the file.")
    { Member = "Passphrase" };

    public static ApiError PassphraseTooLong(int least, int longest) => new(
        "ValidationError", 400,
        $"This format cuts a passphrase to {longest} bytes. Type one of {least} to {longest} characters (one outside of ASCII, like ü, counts as two or more).")
    { Member = "Passphrase" };

    /// <summary>The code of <see cref="LeftOut"/>.</summary>
    public const string LeftOutCode = "TokensLeftOut";

    public static ApiError LeftOut(int count, string serial, string why) => new(
        LeftOutCode, 400,
        $"Nothing was exported: {(count == 1 ? "one token does" : $"{count} tokens do")} not fit this format. {(count == 1 ? "It is" : "The first is")} {serial}: {why}");

    public static ApiError BadFormat() => new("ValidationError", 400, "Choose pskc, sdtid or otpauth.") { Member = "Format" };
}
