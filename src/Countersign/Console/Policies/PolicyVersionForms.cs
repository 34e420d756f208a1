using Countersign.Console.Frame;
using Countersign.Console.Permissions;
using Countersign.Identity;
using Countersign.Policy;

namespace Countersign.Console.Policies;

/// <summary>Versions of a managed policy: editing makes a new one, any one can be put in force, and those that are not can be deleted.</summary>
internal static class PolicyVersionForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/policies/{arn}/edit", ShowEdit);
        app.MapDocument("/policies/{arn}/edit", Edit);
        app.MapPage("/policies/{arn}/versions/{version}", Show);
        app.MapPage("/policies/{arn}/versions/{version}/default", Show);
        app.MapForm("/policies/{arn}/versions/{version}/default", SetDefault);
        app.MapPage("/policies/{arn}/versions/{version}/delete", ShowDelete);
        app.MapForm("/policies/{arn}/versions/{version}/delete", Delete);
    }

    /// <summary>A version's document; null when the visitor may not see it.</summary>
    internal static async Task<string?> Document(Visit visit, string arn, string versionId) =>
        (await visit.RunPart(new GetPolicyVersion.Request(arn, versionId)))?.PolicyVersion.Document is { } text ? Uri.UnescapeDataString(text) : null;

    private static async Task<IResult> ShowEdit(Visit visit)
    {
        await visit.SignedIn();
        var policy = (await visit.Run(new GetPolicy.Request(PolicyForms.Arn(visit)))).Policy;
        return visit.Page<EditPolicyPage>(new
        {
            Shown = policy,
            Document = await Document(visit, policy.Arn, policy.DefaultVersionId) ?? "",
            Versions = (await visit.RunPart(new ListPolicyVersions.Request(policy.Arn)))?.Versions.Count ?? 1,
        });
    }

    private static async Task<IResult> Edit(Visit visit)
    {
        await visit.SignedIn();
        var arn = PolicyForms.Arn(visit);
        return await visit.Submit(
            async () =>
            {
                var document = PolicyCheck.Document(visit);
                if (!PolicyCheck.MaySave(visit, PolicyKind.ManagedIdentity))
                    return await ShowEdit(visit);
                var isDefault = visit.Form.Has("SetAsDefault", "yes");
                await visit.Run(new CreatePolicyVersion.Request(arn, document, isDefault));
                return Visit.To(Links.ManagedPolicy(arn) + (isDefault ? "?done=saved" : "?done=version"));
            },
            ShowEdit, PolicyCheck.FieldOf, PolicyCheck.Field);
    }

    private static Task<IResult> Show(Visit visit) => ShowAs<PolicyVersionPage>(visit);

    private static Task<IResult> ShowDelete(Visit visit) => ShowAs<DeleteVersionPage>(visit);

    private static async Task<IResult> ShowAs<TPage>(Visit visit)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        await visit.SignedIn();
        var policy = (await visit.Run(new GetPolicy.Request(PolicyForms.Arn(visit)))).Policy;
        var version = (await visit.Run(new GetPolicyVersion.Request(policy.Arn, visit.Route("version")))).PolicyVersion;
        return visit.Page<TPage>(new { Shown = policy, Version = version, Document = Uri.UnescapeDataString(version.Document ?? "") });
    }

    private static async Task<IResult> SetDefault(Visit visit)
    {
        await visit.SignedIn();
        var arn = PolicyForms.Arn(visit);
        return await visit.Submit(
            async () =>
            {
                await visit.Run(new SetDefaultPolicyVersion.Request(arn, visit.Route("version")));
                return Visit.To(Links.ManagedPolicy(arn) + "?done=default");
            },
            Show);
    }

    private static async Task<IResult> Delete(Visit visit)
    {
        await visit.SignedIn();
        var arn = PolicyForms.Arn(visit);
        return await visit.Submit(
            async () =>
            {
                await visit.Run(new DeletePolicyVersion.Request(arn, visit.Route("version")));
                return Visit.To(Links.ManagedPolicy(arn) + "?done=version-deleted");
            },
            ShowDelete);
    }
}
