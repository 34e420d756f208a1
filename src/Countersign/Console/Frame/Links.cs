using Countersign.Mfa;
using Countersign.SignIn;

namespace Countersign.Console.Frame;

/// <summary>Every address of the console. Names are escaped here, so that <c>+=,.@</c> in them are no danger.</summary>
internal static class Links
{
    public const string Users = "/users";
    public const string CreateUser = "/users/create";
    public const string Groups = "/groups";
    public const string CreateGroup = "/groups/create";
    public const string Roles = "/roles";
    public const string CreateRole = "/roles/create";
    public const string Policies = "/policies";
    public const string CreatePolicy = "/policies/create";
    public const string Tokens = "/tokens";
    public const string ImportTokens = "/tokens/import";
    public const string ExportTokens = "/tokens/export";
    public const string MyCredentials = "/my/security-credentials";
    public const string MyPassword = "/my/password";
    public const string MyRecoveryCodes = "/my/recovery-codes";
    public const string RecoveryCodesCreated = "/my/recovery-codes/created";
    public const string RecoveryCodesDownload = "/my/recovery-codes/download";
    public const string Settings = "/settings/mfa";
    public const string Explain = "/explain";
    public const string SignIn = "/sign-in";
    public const string SignInAgain = "/sign-in?expired=1";
    public const string SignInCode = "/sign-in/code";
    public const string SignInRecovery = "/sign-in/recovery";
    public const string SignInPasskey = "/sign-in/passkey";
    public const string SignInWithoutPassword = "/sign-in/without-password";
    public const string SignInNewPassword = "/sign-in/new-password";
    public const string Confirm = "/confirm";
    public const string ConfirmCode = "/confirm?code=1";
    public const string ConfirmRecovery = "/confirm?with=recovery";
    public const string ConfirmPasskey = "/confirm/passkey";
    public const string SignOut = "/sign-out";

    public static string User(string userName) => $"/users/{Uri.EscapeDataString(userName)}";

    /// <summary>Security credentials: under <c>/my</c> for oneself.</summary>
    public static string Credentials(string userName, GetSession.Response? session = null) =>
        session?.UserName.Equals(userName, StringComparison.OrdinalIgnoreCase) == true ? MyCredentials : User(userName) + "/security-credentials";

    public static string UserGroups(string userName) => User(userName) + "/groups";

    public static string Group(string groupName) => $"/groups/{Uri.EscapeDataString(groupName)}";

    public static string Members(string groupName) => Group(groupName) + "/members";

    public static string RemoveMember(string groupName, string userName) => $"{Members(groupName)}/{Uri.EscapeDataString(userName)}/remove";

    public static string Role(string roleName) => $"/roles/{Uri.EscapeDataString(roleName)}";

    /// <summary>A managed policy, by its ARN.</summary>
    public static string ManagedPolicy(string arn) => $"{Policies}/{Segment(arn)}";

    /// <summary>A version of a managed policy, such as <c>v2</c>.</summary>
    public static string PolicyVersion(string arn, string versionId) => $"{ManagedPolicy(arn)}/versions/{Uri.EscapeDataString(versionId)}";

    /// <summary>An ARN as one segment of a path: <c>~1</c> stands for the slash, and <c>~0</c> for the tilde, as in JSON Pointer (RFC 6901).</summary>
    public static string Segment(string arn) => Uri.EscapeDataString(
        arn.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)).Replace("%3A", ":", StringComparison.Ordinal);

    /// <summary>The ARN of a segment.</summary>
    public static string ArnOf(string segment) => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    public static string UserCreated(string userName) => User(userName) + "/created";

    public static string ResetPassword(string userName) => User(userName) + "/reset-password";

    public static string PasswordReset(string userName) => User(userName) + "/reset-password/done";

    public static string BypassCode(string userName) => User(userName) + "/bypass-code";

    public static string BypassCodeMade(string userName) => User(userName) + "/bypass-code/done";

    public static string DeleteUser(string userName) => User(userName) + "/delete";

    public static string Assign(string userName) => User(userName) + "/mfa/assign";

    /// <param name="userName">Who will have the passkey.</param>
    /// <param name="deviceName">Its name; null where the form carries it.</param>
    public static string AssignPasskey(string userName, string? deviceName = null) =>
        Assign(userName) + "/passkey" + (deviceName is null ? "" : $"?DeviceName={Uri.EscapeDataString(deviceName)}");

    public static string SetUp(string userName, SerialNumber serial) => $"{Assign(userName)}/{Segment(serial)}/set-up";

    public static string Assigned(string userName, SerialNumber serial) => $"{Assign(userName)}/{Segment(serial)}/done";

    /// <summary>A device's page: <c>manage</c>, <c>resync</c>, <c>rename</c>, <c>remove</c> or <c>enable</c>.</summary>
    public static string Device(string userName, SerialNumber serial, string page) => $"{User(userName)}/mfa/{Segment(serial)}/{page}";

    /// <summary>The wizard's page for a hardware token.</summary>
    public static string AssignToken(string userName, string? deviceName = null) =>
        Assign(userName) + "/token" + (deviceName is null ? "" : $"?DeviceName={Uri.EscapeDataString(deviceName)}");

    /// <summary>A page of the inventory's token: <c>manage</c>, <c>status</c> or <c>delete</c>.</summary>
    public static string Token(SerialNumber serial, string page) => $"{Tokens}/{Segment(serial)}/{page}";

    /// <summary>A file on its way into the inventory.</summary>
    public static string Import(string uploadId) => $"{ImportTokens}/{Uri.EscapeDataString(uploadId)}";

    public static string CreateKey(string userName) => User(userName) + "/access-keys/create";

    public static string KeyCreated(string userName) => User(userName) + "/access-keys/created";

    /// <summary>A key's page: <c>activate</c>, <c>deactivate</c> or <c>delete</c>.</summary>
    public static string Key(string userName, string accessKeyId, string page) =>
        $"{User(userName)}/access-keys/{Uri.EscapeDataString(accessKeyId)}/{page}";

    /// <summary>The page where a device is given as the second step of signing in.</summary>
    public static string SignInBy(GetSignInStep.Device device, string goTo) =>
        WithReturn($"{(device.Proof == ProofForm.Assertion ? SignInPasskey : SignInCode)}?device={Segment(device.SerialNumber)}", goTo);

    /// <summary>The page of a step of signing in.</summary>
    public static string OfStep(SignInStep step, string userName, string goTo) => step switch
    {
        SignInStep.SecondFactor => WithReturn(SignInCode, goTo),
        SignInStep.NewPassword => WithReturn(SignInNewPassword, goTo),
        SignInStep.Enrolment => Assign(userName),
        _ => goTo,
    };

    /// <summary>A path with where to go afterwards.</summary>
    public static string WithReturn(string path, string goTo) => goTo == "/" ? path : $"{path}{(path.Contains('?') ? '&' : '?')}return={Uri.EscapeDataString(goTo)}";

    /// <summary>A serial number as one segment of a path: a tilde, which none holds, stands for the slash that proxies stumble over.</summary>
    public static string Segment(SerialNumber serial) => Uri.EscapeDataString(serial.Value.Replace('/', '~')).Replace("%3A", ":", StringComparison.Ordinal);

    /// <summary>The serial number of a segment; null when it is none.</summary>
    public static SerialNumber? Serial(string? segment) =>
        segment is not null && SerialNumber.TryPrinted(segment.Replace('~', '/'), out var serial) ? serial : null;
}
