namespace Countersign;

/// <summary>Builds the Amazon Resource Names this server knows ("IAM ARNs").</summary>
public static class Arn
{
    /// <summary><c>arn:aws:iam::ACCOUNT:user/PATH/NAME</c>; the path begins and ends with a slash.</summary>
    public static string OfUser(string accountId, string path, string userName) =>
        $"arn:aws:iam::{accountId}:user{path}{userName}";

    /// <summary><c>arn:aws:iam::ACCOUNT:mfa/PATH/NAME</c>: a virtual MFA device, and its serial number.</summary>
    public static string OfVirtualDevice(string accountId, string path, string name) =>
        $"arn:aws:iam::{accountId}:mfa{path}{name}";

    /// <summary><c>arn:aws:iam::ACCOUNT:u2f/user/NAME/KEY</c>: a passkey or security key, and its serial number.</summary>
    public static string OfPasskey(string accountId, string userName, string key) =>
        $"arn:aws:iam::{accountId}:u2f/user/{userName}/{key}";

    /// <summary><c>arn:aws:iam::ACCOUNT:group/PATH/NAME</c>.</summary>
    public static string OfGroup(string accountId, string path, string groupName) => $"arn:aws:iam::{accountId}:group{path}{groupName}";

    /// <summary><c>arn:aws:iam::ACCOUNT:role/PATH/NAME</c>.</summary>
    public static string OfRole(string accountId, string path, string roleName) => $"arn:aws:iam::{accountId}:role{path}{roleName}";

    /// <summary><c>arn:aws:iam::ACCOUNT:instance-profile/PATH/NAME</c>.</summary>
    public static string OfInstanceProfile(string accountId, string path, string profileName) =>
        $"arn:aws:iam::{accountId}:instance-profile{path}{profileName}";

    /// <summary><c>arn:aws:iam::ACCOUNT:policy/PATH/NAME</c>: a managed policy of an account.</summary>
    public static string OfPolicy(string accountId, string path, string policyName) => $"arn:aws:iam::{accountId}:policy{path}{policyName}";

    /// <summary><c>arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH</c>: the issuer without its scheme.</summary>
    public static string OfOidcProvider(string accountId, string name) => $"arn:aws:iam::{accountId}:oidc-provider/{name}";

    /// <summary><c>arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION</c>: without the role's path.</summary>
    public static string OfRoleSession(string accountId, string roleName, string sessionName) =>
        $"arn:aws:sts::{accountId}:assumed-role/{roleName}/{sessionName}";

    /// <summary><c>arn:aws:sts::ACCOUNT:federated-user/NAME</c>.</summary>
    public static string OfFederatedUser(string accountId, string name) => $"arn:aws:sts::{accountId}:federated-user/{name}";

    /// <summary><c>arn:aws:iam::ACCOUNT:root</c>.</summary>
    public static string OfRoot(string accountId) => $"arn:aws:iam::{accountId}:root";

    /// <summary><c>arn:aws:iam::aws:policy/NAME</c>: a policy that comes with the server.</summary>
    public static string OfBuiltInPolicy(string name) => $"arn:aws:iam::aws:policy/{name}";
}
