using Countersign.Policy;
using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>A managed policy: one that comes with the server, or an account's own, in its version in force.</summary>
/// <param name="Arn"><c>arn:aws:iam::aws:policy/NAME</c>, or with the account for <c>aws</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="PolicyId"><c>ANPA…</c>; of one that comes with the server the same in every deployment.</param>
/// <param name="Description">What it lets people do.</param>
/// <param name="Document">The compiled document.</param>
internal sealed record ManagedPolicy(string Arn, string Name, string PolicyId, string? Description, PolicyDocument Document)
{
    /// <summary>The account's own; null when it comes with the server.</summary>
    public StoredPolicy? Own { get; init; }

    /// <summary>Begins and ends with a slash.</summary>
    public string Path => Own?.Path ?? IamPolicy.OnlyPath;
}

/// <summary>The managed policies that come with the server: one JSON file each, beside this one.</summary>
internal sealed class ManagedPolicies
{
    public const string Administrator = "AdministratorAccess";
    public const string SelfManagement = "SelfManageCredentials";

    private const string Resources = "Countersign.Identity.ManagedPolicies.";

    private static readonly Dictionary<string, string> Descriptions = new(StringComparer.Ordinal)
    {
        [Administrator] = "Everything, on everything.",
        [SelfManagement] = "One's own password, access keys and MFA devices. Removing or resyncing a device, and adding a second one or a key, needs MFA.",
        ["ForceMFA"] = "Denies everything but setting up MFA until the caller has signed in with MFA. Attach it beside what it shall restrict.",
        ["IAMFullAccess"] = "Everything in IAM.",
        ["IAMReadOnlyAccess"] = "Sees everything in IAM, changes nothing.",
        ["IAMUserChangePassword"] = "One's own password.",
        ["ReadOnlyAccess"] = "Sees everything in IAM, STS and the console, changes nothing.",
        ["SecurityAudit"] = "What an auditor needs: who may do what, the credential report, the simulator, whether the audit log is whole.",
    };

    private readonly SortedDictionary<string, ManagedPolicy> _byArn = new(StringComparer.Ordinal);

    public ManagedPolicies()
    {
        foreach (var (name, description) in Descriptions)
        {
            using var stream = typeof(ManagedPolicies).Assembly.GetManifestResourceStream($"{Resources}{name}.json")!;
            using var reader = new StreamReader(stream);
            var document = PolicyDocument.Parse(reader.ReadToEnd(), PolicyKind.ManagedIdentity);
            var arn = Countersign.Arn.OfBuiltInPolicy(name);
            _byArn.Add(arn, new ManagedPolicy(arn, name, IdOf(name), description, document));
        }
    }

    /// <summary>All of them, in the order of their ARNs.</summary>
    public IReadOnlyCollection<ManagedPolicy> All => _byArn.Values;

    /// <summary>One that comes with the server.</summary>
    public ManagedPolicy? Find(string arn) => _byArn.GetValueOrDefault(arn);

    /// <summary>One that comes with the server, or an account's own; null when there is none.</summary>
    public async Task<ManagedPolicy?> Find(string arn, Store store)
    {
        if (Find(arn) is { } builtIn)
            return builtIn;
        if (await store.Policies.Find(arn) is not { } own)
            return null;
        var version = (await store.Policies.Version(own.PolicyId, own.DefaultVersion))!;
        return new ManagedPolicy(arn, own.PolicyName, own.PolicyId, own.Description, PolicyDocument.Parse(version.Document, PolicyKind.ManagedIdentity)) { Own = own };
    }

    /// <summary>One that the account sees: its own, or one that comes with the server.</summary>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity.</exception>
    public async Task<ManagedPolicy> Seen(string arn, Call call)
    {
        PolicyArn.Check(arn);
        return await FindFor(call.AccountId, arn, call.Store) ?? throw IamErrors.NoSuchPolicy(arn);
    }

    /// <summary>An account's own policy, which it may change.</summary>
    /// <exception cref="ApiError">ValidationError: no ARN; AccessDenied: it comes with the server; NoSuchEntity.</exception>
    public async Task<StoredPolicy> Own(string action, string arn, Call call)
    {
        PolicyArn.Check(arn);
        if (Find(arn) is not null)
            throw IamErrors.AccessDenied(call.Principal.Arn, action, arn, $"because no resource-based policy allows the {action} action");
        return await call.Store.Policies.Find(arn) is { } own && own.AccountId == call.AccountId ? own : throw IamErrors.NoSuchPolicy(arn);
    }

    /// <exception cref="ApiError">NoSuchEntity: the policy has no such version.</exception>
    public static async Task<PolicyVersion> Version(StoredPolicy policy, string versionId, Store store) =>
        IamPolicyVersion.Number(versionId) is { } number && await store.Policies.Version(policy.PolicyId, number) is { } version
            ? version
            : throw IamErrors.NoSuchPolicyVersion(policy.PolicyArn, versionId);

    /// <summary>One that this account may attach, or bound its identities with: its own, or one that comes with the server.</summary>
    public async Task<ManagedPolicy?> FindFor(string accountId, string arn, Store store) =>
        await Find(arn, store) is { } policy && (policy.Own is null || policy.Own.AccountId == accountId) ? policy : null;

    // Always the same: clients compare ids.
    private static string IdOf(string name)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(name));
        return "ANPA" + string.Concat(hash.Take(17).Select(b => UniqueId.Alphabet[b & 31]));
    }
}
