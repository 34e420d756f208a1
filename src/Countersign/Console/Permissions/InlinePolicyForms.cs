using Countersign.Console.Frame;
using Countersign.Console.Policies;
using Countersign.Policy;

namespace Countersign.Console.Permissions;

/// <summary>Policies that are written into a user, a group or a role.</summary>
internal static class InlinePolicyForms
{
    public static void Map(WebApplication app, PolicyOwner owner)
    {
        var at = owner.Pattern;
        app.MapPage(at + "/create-inline", visit => ShowCreate(visit, owner));
        app.MapDocument(at + "/create-inline", visit => Save(visit, owner, visit.Form.Value("PolicyName").Trim(), isNew: true));
        app.MapPage(at + "/inline/{policy}", visit => ShowEdit(visit, owner));
        app.MapDocument(at + "/inline/{policy}", visit => Save(visit, owner, visit.Route("policy"), isNew: false));
        app.MapPage(at + "/inline/{policy}/delete", visit => ShowDelete(visit, owner));
        app.MapForm(at + "/inline/{policy}/delete", visit => Delete(visit, owner));
    }

    private static async Task<IResult> ShowCreate(Visit visit, PolicyOwner owner)
    {
        await visit.SignedIn();
        return visit.Page<InlinePolicyPage>(new
        {
            Owner = owner.Place(visit.Route("name")),
            Document = PolicyTemplate.Of(visit.Query("template")).Text(visit.Session!.AccountId),
        });
    }

    private static async Task<IResult> ShowEdit(Visit visit, PolicyOwner owner)
    {
        await visit.SignedIn();
        var (name, policy) = (visit.Route("name"), visit.Route("policy"));
        var document = Uri.UnescapeDataString(await owner.Document(visit, name, policy));
        return visit.Page<InlinePolicyPage>(new { Owner = owner.Place(name), PolicyName = policy, Document = document });
    }

    private static async Task<IResult> Save(Visit visit, PolicyOwner owner, string policyName, bool isNew)
    {
        await visit.SignedIn();
        var name = visit.Route("name");
        Task<IResult> Again(Visit again) => isNew ? ShowCreate(again, owner) : ShowEdit(again, owner);
        return await visit.Submit(
            async () =>
            {
                if (policyName.Length == 0)
                    throw FormErrors.Empty("PolicyName", "a name for the policy");
                var document = PolicyCheck.Document(visit);
                if (!PolicyCheck.MaySave(visit, PolicyKind.InlineIdentity))
                    return await Again(visit);
                if (isNew && await Exists(visit, owner, name, policyName))    // saving would write over it
                    throw FormErrors.InlinePolicyExists("PolicyName", policyName);
                await visit.Run(owner.Put(name, policyName, document));
                return Visit.To(owner.PermissionsUrl(name) + "?done=saved");
            },
            Again, PolicyCheck.FieldOf, "PolicyName", PolicyCheck.Field);
    }

    /// <summary>Whether there is one of that name; no, as far as a visitor knows who may not see it.</summary>
    private static async Task<bool> Exists(Visit visit, PolicyOwner owner, string name, string policyName)
    {
        try
        {
            await owner.Document(visit, name, policyName);
            return true;
        }
        catch (ApiError refusal) when (refusal.Code is "NoSuchEntity" or "AccessDenied")
        {
            return false;
        }
    }

    private static async Task<IResult> ShowDelete(Visit visit, PolicyOwner owner)
    {
        await visit.SignedIn();
        var (name, policy) = (visit.Route("name"), visit.Route("policy"));
        var document = Uri.UnescapeDataString(await owner.Document(visit, name, policy));
        return visit.Page<DeleteInlinePolicyPage>(new { Owner = owner.Place(name), PolicyName = policy, Document = document });
    }

    private static async Task<IResult> Delete(Visit visit, PolicyOwner owner)
    {
        await visit.SignedIn();
        var (name, policy) = (visit.Route("name"), visit.Route("policy"));
        return await visit.Submit(
            async () =>
            {
                await visit.Run(owner.Delete(name, policy));
                return Visit.To(owner.PermissionsUrl(name) + "?done=deleted");
            },
            again => ShowDelete(again, owner));
    }
}
