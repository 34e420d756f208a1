namespace Countersign.Clients.Tests.Api;

/// <summary>Somebody with an access key and an authenticator app, and a role that lets in nobody else, and them only with a code and the external id.</summary>
/// <param name="UserName">The user may do nothing without the role.</param>
/// <param name="Keys">The user's own.</param>
/// <param name="Serial">Of the app.</param>
/// <param name="Seed">What the app keeps, in base 32.</param>
/// <param name="RoleName">The role reads IAM.</param>
/// <param name="RoleArn">The role's.</param>
internal sealed record Auditor(string UserName, Keys Keys, string Serial, string Seed, string RoleName, string RoleArn)
{
    public const string ExternalId = "audit-2026";

    private const string Reads = "arn:aws:iam::aws:policy/IAMReadOnlyAccess";

    /// <summary>The codes of this step and of the next are still good: the app was enabled with those before.</summary>
    public static async Task<Auditor> Appoint(RunningServer server)
    {
        using var admin = new Administrator(server);
        var name = server.NewName("auditor");
        var user = await admin.Iam("CreateUser", ("UserName", name));
        var key = await admin.Iam("CreateAccessKey", ("UserName", name));

        var device = await admin.Iam("CreateVirtualMFADevice", ("VirtualMFADeviceName", name));
        var (serial, seed) = (device.Between("SerialNumber")!, Administrator.Seed(device));
        await admin.Iam(
            "EnableMFADevice", ("UserName", name), ("SerialNumber", serial),
            ("AuthenticationCode1", await server.CodeOf(seed, -2)), ("AuthenticationCode2", await server.CodeOf(seed, -1)));

        var role = await admin.Iam(
            "CreateRole", ("RoleName", name + "-role"), ("AssumeRolePolicyDocument", Trust(user.Between("Arn")!)), ("Description", "reads, for the audit"));
        await admin.Iam("AttachRolePolicy", ("RoleName", name + "-role"), ("PolicyArn", Reads));
        return new Auditor(
            name, new Keys(key.Between("AccessKeyId")!, key.Between("SecretAccessKey")!), serial, seed, name + "-role", role.Between("Arn")!);
    }

    /// <summary>A trust policy for one user, with a code and the external id.</summary>
    public static string Trust(string userArn) =>
        $$$"""
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{{userArn}}}"},"Action":"sts:AssumeRole","Condition":{
          "Bool":{"aws:MultiFactorAuthPresent":"true"},"StringEquals":{"sts:ExternalId":"{{{ExternalId}}}"} } } }
        """;
}
