namespace Countersign;

/// <summary>Every error IAM operations answer with. Codes and statuses: IAM API Reference, "Errors" of each action.</summary>
/// <remarks>Parameters are facts, never secrets: what a caller typed as a code or password cannot be passed in.</remarks>
internal static class IamErrors
{
    /// <summary>The database is away; clients try again by themselves (<c>ServiceUnavailable</c> is an error that SDKs retry).</summary>
    public static ApiError ServiceUnavailable() =>
        new("ServiceUnavailable", 503, "The database cannot be reached now. Nothing was changed; try again in a few seconds.") { RetryAfter = TimeSpan.FromSeconds(2), Counted = false };

    public static ApiError AccessDenied(string callerArn, string action, string shownResource, string reason) =>
        new("AccessDenied", 403, $"User: {callerArn} is not authorized to perform: {action} on resource: {shownResource} {reason}");

    public static ApiError NotSignedIn(string action) =>
        new("AccessDenied", 403, $"Sign in first: {action} is for signed-in users.");

    /// <summary>Temporary credentials without MFA may not call IAM, as in AWS ("Comparing the AWS STS API operations").</summary>
    public static ApiError SessionWithoutMfa() =>
        new("InvalidClientTokenId", 403, "The security token included in the request is invalid");

    public static ApiError MustSpecifyUserName() =>
        new("ValidationError", 400, "Must specify userName when calling with non-User credentials");

    public static ApiError NoSuchUser(string userName) =>
        new("NoSuchEntity", 404, $"The user with name {userName} cannot be found.");

    public static ApiError UserExists(string userName) =>
        new("EntityAlreadyExists", 409, $"User with name {userName} already exists.");

    public static ApiError NoSuchGroup(string groupName) =>
        new("NoSuchEntity", 404, $"The group with name {groupName} cannot be found.");

    public static ApiError GroupExists(string groupName) =>
        new("EntityAlreadyExists", 409, $"Group with name {groupName} already exists.");

    public static ApiError NoSuchRole(string roleName) =>
        new("NoSuchEntity", 404, $"The role with name {roleName} cannot be found.");

    public static ApiError RoleExists(string roleName) =>
        new("EntityAlreadyExists", 409, $"Role with name {roleName} already exists.");

    public static ApiError NoSuchInstanceProfile(string profileName) =>
        new("NoSuchEntity", 404, $"Instance Profile {profileName} cannot be found.");

    public static ApiError InstanceProfileExists(string profileName) =>
        new("EntityAlreadyExists", 409, $"Instance Profile {profileName} already exists.");

    public static ApiError RoleNotInInstanceProfile(string roleName, string profileName) =>
        new("NoSuchEntity", 404, $"The role with name {roleName} cannot be found in Instance Profile {profileName}.");

    public static ApiError PolicyExists(string policyName) =>
        new("EntityAlreadyExists", 409, $"A policy called {policyName} already exists. Duplicate names are not allowed.");

    public static ApiError PolicyInUse() =>
        new("DeleteConflict", 409, "Cannot delete a policy attached to entities.");

    public static ApiError PolicyHasVersions() => new(
        "DeleteConflict", 409,
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.");

    public static ApiError DefaultPolicyVersion() =>
        new("DeleteConflict", 409, "Cannot delete the default version of a policy.");

    public static ApiError TooManyPolicyVersions(int limit) => new(
        "LimitExceeded", 409,
        $"A managed policy can have up to {limit} versions. Before you create a new version, you must delete an existing version.");

    public static ApiError NoSuchBoundary(string arn) =>
        new("NoSuchEntity", 404, $"Scope ARN: {arn} does not exist or is not attachable.");

    public static ApiError NoBoundary(string what, string name) =>
        new("NoSuchEntity", 404, $"The {what} {name} has no permissions boundary.");

    public static ApiError NoAction(string text) =>
        new("ValidationError", 400, $"'{text}' is no action. It looks like iam:CreateUser: a service, a colon, a name.");

    public static ApiError AccountsAreTheOperators() =>
        new("AccessDenied", 403, "Accounts are made at the command line on the server: countersign accounts create.");

    public static ApiError BadAccountId(string id) =>
        new("ValidationError", 400, $"'{id}' is no account ID. An account ID has 12 digits.");

    public static ApiError BadAccountAlias(string alias) =>
        new("ValidationError", 400, $"'{alias}' is no account alias. An alias has 3 to 63 lower-case letters, digits and single dashes, no dash at either end, and is not 12 digits.");

    public static ApiError AccountExists(string id) =>
        new("EntityAlreadyExists", 409, $"There is an account {id} already.");

    public static ApiError AliasExists(string alias) =>
        new("EntityAlreadyExists", 409, $"The account alias {alias} already exists.");

    public static ApiError NoSuchAlias(string alias) =>
        new("NoSuchEntity", 404, $"The account alias {alias} cannot be found.");

    public static ApiError DeleteConflict(string whatFirst) =>
        new("DeleteConflict", 409, $"Cannot delete entity, must {whatFirst} first.");

    public static ApiError QuotaExceeded(string quota, int limit) =>
        new("LimitExceeded", 409, $"Cannot exceed quota for {quota}: {limit}");

    public static ApiError NoSuchAccessKey(string accessKeyId) =>
        new("NoSuchEntity", 404, $"The Access Key with id {accessKeyId} cannot be found.");

    public static ApiError NoSuchSshKey(string keyId) =>
        new("NoSuchEntity", 404, $"The Public Key with id {keyId} cannot be found.");

    public static ApiError DuplicateSshKey(string userName) =>
        new("DuplicateSSHPublicKey", 400, $"The SSH public key is already associated with the user {userName}.");

    public static ApiError InvalidPublicKey() =>
        new("InvalidPublicKey", 400, "The public key is malformed or otherwise invalid. Upload an RSA key of 2048 bits at least.");

    public static ApiError UnrecognizedPublicKey() =>
        new("UnrecognizedPublicKeyEncoding", 400, "The public key encoding format is unsupported or unrecognized. Upload ssh-rsa or PEM.");

    public static ApiError NoLoginProfile(string userName) =>
        new("NoSuchEntity", 404, $"Login Profile for User {userName} cannot be found.");

    public static ApiError LoginProfileExists(string userName) =>
        new("EntityAlreadyExists", 409, $"Login Profile for user {userName} already exists.");

    /// <summary>The new password is not good enough: no wrong try at the old one.</summary>
    public static ApiError PasswordTooWeak(string whatItNeeds) =>
        new("PasswordPolicyViolation", 400, $"Password does not conform to the account password policy. {whatItNeeds}") { Counted = false };

    public static ApiError WrongOldPassword() =>
        new("AccessDenied", 403, "The old password is not right.");

    public static ApiError TooManyPasswords(TimeSpan? wait) =>
        new("AccessDenied", 403, $"Too many wrong passwords. Try again in {InWords(wait ?? Attempt.LongestWait)}.") { RetryAfter = wait };

    public static ApiError OnlyUsersHavePasswords() =>
        new("InvalidUserType", 400, "Only an IAM user can change a password, with its own access key or console session.");

    public static ApiError NoPasswordPolicy(string accountId) =>
        new("NoSuchEntity", 404, $"The Password Policy with domain name {accountId} cannot be found.");

    public static ApiError DeviceExists() =>
        new("EntityAlreadyExists", 409, "MFADevice entity at the same path and name already exists.");

    public static ApiError DeviceInUse() =>
        new("EntityAlreadyExists", 409, "MFA Device is already in use.");

    public static ApiError DeviceMustBeDeactivated() =>
        new("DeleteConflict", 409, "MFA VirtualDevice in use. Must deactivate first.");

    public static ApiError NoSuchDevice(string serial) =>
        new("NoSuchEntity", 404, $"VirtualMFADevice with serial number {serial} doesn't exist.");

    public static ApiError NotThisUsersDevice() =>
        new("NoSuchEntity", 404, "MFA Device invalid for user.");

    public static ApiError CodesDoNotFit() =>
        new("InvalidAuthenticationCode", 403, "Authentication code for device is not valid.");

    /// <summary>The codes were right once: refused, but not counted, since SDKs send a request again.</summary>
    public static ApiError CodesAlreadyUsed(string message = "Authentication code for device is not valid.") =>
        new("InvalidAuthenticationCode", 403, message) { Counted = false };

    public static ApiError TooManyCodes(TimeSpan? wait) =>
        new("InvalidAuthenticationCode", 403, WaitOrUnlock(wait)) { RetryAfter = wait };

    public static ApiError NoSuchPolicy(string arn) =>
        new("NoSuchEntity", 404, $"Policy {arn} was not found.");

    public static ApiError PolicyNotAttachable(string arn) =>
        new("NoSuchEntity", 404, $"Policy {arn} does not exist or is not attachable.");

    public static ApiError PolicyNotAttached(string arn) =>
        new("NoSuchEntity", 404, $"Policy {arn} was not found.");

    public static ApiError NoSuchPolicyVersion(string arn, string version) =>
        new("NoSuchEntity", 404, $"Policy {arn} version {version} does not exist or is not attachable.");

    /// <param name="owner">user, group or role.</param>
    /// <param name="policyName">The inline policy.</param>
    public static ApiError NoSuchInlinePolicy(string owner, string policyName) =>
        new("NoSuchEntity", 404, $"The {owner} policy with name {policyName} cannot be found.");

    public static ApiError InvalidArn() =>
        new("ValidationError", 400, "Invalid ARN:  Could not be parsed!");

    public static ApiError MalformedPolicy(string message) =>
        new("MalformedPolicyDocument", 400, message);

    /// <param name="limit">Characters.</param>
    /// <param name="owner">user, group or role.</param>
    /// <param name="name">Its name.</param>
    public static ApiError PoliciesTooLarge(int limit, string owner, string name) =>
        new("LimitExceeded", 409, $"Maximum policy size of {limit} bytes exceeded for {owner} {name}");

    public static ApiError PolicyTooLarge(int limit) =>
        new("LimitExceeded", 409, $"Cannot exceed quota for PolicySize: {limit}");

    /// <summary>The simulator was asked something that is no question.</summary>
    public static ApiError InvalidInput(string message) =>
        new("InvalidInput", 400, message);

    public static ApiError NotAnEntity(string arn) =>
        new("InvalidInput", 400, $"Invalid Entity Arn: {arn} does not clearly define entity type and name.");

    public static ApiError DuplicateTagKeys() =>
        new("InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.");

    public static ApiError InvalidMarker() =>
        new("ValidationError", 400, "Invalid Marker. Use the Marker of the answer before, unchanged, with the same parameters.");

    public static ApiError NoCredentialReport() =>
        new("ReportNotPresent", 410, "No report is there yet. Call GenerateCredentialReport first.");

    public static ApiError CredentialReportExpired() =>
        new("ReportExpired", 410, "The report is more than four hours old. Call GenerateCredentialReport to make a new one.");

    /// <summary>What to do after too many wrong codes; null when waiting does not help.</summary>
    public static string WaitOrUnlock(TimeSpan? wait) => wait is { } time
        ? $"Too many wrong codes. Try again in {InWords(time)}."
        : $"This device is disabled after {Attempt.LockedAt} wrong codes in a row. An administrator, or another device of yours, can enable it.";

    /// <summary>A span of time as people say it: "40 seconds", "3 minutes".</summary>
    public static string InWords(TimeSpan span)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(span.TotalSeconds));
        return seconds switch
        {
            1 => "1 second",
            < 120 => $"{seconds} seconds",
            _ => $"{(seconds + 59) / 60} minutes",
        };
    }
}
