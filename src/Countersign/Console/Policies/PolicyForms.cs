using Countersign.Console.Frame;
using Countersign.Console.Permissions;
using Countersign.Identity;
using Countersign.Policy;

namespace Countersign.Console.Policies;

/// <summary>Managed policies: the list, one of them, a new one, who has it, and the end of one.</summary>
internal static class PolicyForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/policies", ShowList);
        app.MapPage("/policies/create", ShowCreate);
        app.MapDocument("/policies/create", Create);
        app.MapPage("/policies/{arn}", Show);
        app.MapPage("/policies/{arn}/attached", ShowAttached);
        app.MapPage("/policies/{arn}/delete", ShowDelete);
        app.MapForm("/policies/{arn}/delete", Delete);
    }

    /// <summary>The policy that the address means.</summary>
    internal static string Arn(Visit visit) => Links.ArnOf(visit.Route("arn"));

    private static async Task<IResult> ShowList(Visit visit)
    {
        await visit.SignedIn();
        ListPolicies.PolicyScope? scope = visit.Query("origin") switch
        {
            "account" => ListPolicies.PolicyScope.Local,
            "server" => ListPolicies.PolicyScope.AWS,
            _ => null,
        };
        return visit.Page<PoliciesPage>(new
        {
            Page = await visit.Run(new ListPoliciesWithUse.Request(visit.Query("search"), scope, visit.Query("marker"))),
        });
    }

    private static async Task<IResult> ShowCreate(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<CreatePolicyPage>(new { Document = PolicyTemplate.Of(visit.Query("template")).Text(visit.Session!.AccountId) });
    }

    private static async Task<IResult> Create(Visit visit)
    {
        await visit.SignedIn();
        return await visit.Submit(
            async () =>
            {
                var name = visit.Form.Value("PolicyName").Trim();
                if (name.Length == 0)
                    throw FormErrors.Empty("PolicyName", "a name for the policy");
                var document = PolicyCheck.Document(visit);
                if (!PolicyCheck.MaySave(visit, PolicyKind.ManagedIdentity))
                    return await ShowCreate(visit);
                var description = visit.Form.Value("Description").Trim();
                var path = visit.Form.Value("Path").Trim();
                var made = await visit.Run(new CreatePolicy.Request(
                    name, document, path.Length == 0 ? null : path, description.Length == 0 ? null : description));
                return Visit.To(Links.ManagedPolicy(made.Policy.Arn) + "?done=created");
            },
            ShowCreate, PolicyCheck.FieldOf, "PolicyName", "Description", "Path", PolicyCheck.Field);
    }

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedIn();
        var policy = (await visit.Run(new GetPolicy.Request(Arn(visit)))).Policy;
        return visit.Page<PolicyPage>(new
        {
            Shown = policy,
            Versions = (await visit.RunPart(new ListPolicyVersions.Request(policy.Arn)))?.Versions,
            Document = await PolicyVersionForms.Document(visit, policy.Arn, policy.DefaultVersionId),
        });
    }

    private static async Task<IResult> ShowAttached(Visit visit)
    {
        await visit.SignedIn();
        var (arn, marker) = (Arn(visit), visit.Query("marker"));
        return visit.Page<AttachedPage>(new
        {
            PolicyArn = arn,
            Attached = await visit.Run(new ListEntitiesForPolicy.Request(arn, PolicyUsageFilter: PolicyUsage.PermissionsPolicy, Marker: marker)),
            Bounded = marker is null
                ? await visit.Run(new ListEntitiesForPolicy.Request(arn, PolicyUsageFilter: PolicyUsage.PermissionsBoundary))
                : null,
        });
    }

    private static async Task<IResult> ShowDelete(Visit visit)
    {
        await visit.SignedIn();
        var policy = (await visit.Run(new GetPolicy.Request(Arn(visit)))).Policy;
        return visit.Page<DeletePolicyPage>(new
        {
            Shown = policy,
            Attached = await visit.RunPart(new ListEntitiesForPolicy.Request(policy.Arn, PolicyUsageFilter: PolicyUsage.PermissionsPolicy)),
            Versions = (await visit.RunPart(new ListPolicyVersions.Request(policy.Arn)))?.Versions.Count ?? 1,
        });
    }

    private static async Task<IResult> Delete(Visit visit)
    {
        await visit.SignedIn();
        return await visit.Submit(
            async () =>
            {
                var policy = (await visit.Run(new GetPolicy.Request(Arn(visit)))).Policy;
                visit.RequireTyped(policy.PolicyName);
                await visit.Batch((batch, operations) => PolicyRemoval.Run(policy.Arn, batch, operations), visit.Form.Reason());
                return Visit.To(Links.Policies + "?done=deleted");
            },
            ShowDelete, null, "Confirmation", "Reason");
    }
}
