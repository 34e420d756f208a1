using Countersign.Console.Frame;
using Countersign.Identity;

namespace Countersign.Console.Permissions;

/// <summary>The managed policies of a user, a group or a role, and its boundary.</summary>
internal static class PermissionForms
{
    private const string Chosen = "PolicyArn";

    public static void Map(WebApplication app, PolicyOwner owner)
    {
        var at = owner.Pattern;
        app.MapPage(at, visit => Show(visit, owner));
        app.MapPage(at + "/attach", visit => ShowAttach(visit, owner));
        app.MapForm(at + "/attach", visit => Attach(visit, owner));
        app.MapPage(at + "/detach/{arn}", visit => ShowDetach(visit, owner));
        app.MapForm(at + "/detach/{arn}", visit => Detach(visit, owner));
        if (owner.Boundary is null)
            return;
        app.MapPage(at + "/boundary", visit => ShowBoundary(visit, owner));
        app.MapForm(at + "/boundary", visit => Bound(visit, owner));
    }

    private static async Task<IResult> Show(Visit visit, PolicyOwner owner)
    {
        await visit.SignedIn();
        var name = visit.Route("name");
        return visit.Page<PermissionsPage>(new
        {
            Owner = owner.Place(name),
            Attached = await owner.Attached(visit, name),
            Inline = await owner.Inline(visit, name, visit.Query("marker")),
            Boundary = owner.Boundary is null ? null : await owner.Boundary(visit, name),
        });
    }

    private static async Task<IResult> ShowAttach(Visit visit, PolicyOwner owner)
    {
        await visit.SignedIn();
        var name = visit.Route("name");
        var attached = await owner.Attached(visit, name);
        return visit.Page<AttachPage>(new
        {
            Owner = owner.Place(name),
            Has = attached.Select(policy => policy.PolicyArn).ToHashSet(StringComparer.Ordinal),
            Page = await visit.Run(new ListPoliciesWithUse.Request(visit.Query("search"), Marker: visit.Query("marker"))),
        });
    }

    private static async Task<IResult> Attach(Visit visit, PolicyOwner owner)
    {
        await visit.SignedIn();
        var name = visit.Route("name");
        return await visit.Submit(
            async () =>
            {
                var arns = visit.Form.Values(Chosen);
                if (arns.Count == 0)
                    throw FormErrors.NothingChosen(Chosen, "at least one policy");
                await visit.Batch(async (batch, operations) =>
                {
                    foreach (var arn in arns)
                        await batch.Run(owner.Attach(name, arn), operations);
                    return Nothing.Value;
                });
                return Visit.To(owner.PermissionsUrl(name) + "?done=attached");
            },
            again => ShowAttach(again, owner));
    }

    private static async Task<IResult> ShowDetach(Visit visit, PolicyOwner owner)
    {
        await visit.SignedIn();
        var (name, arn) = (visit.Route("name"), Links.ArnOf(visit.Route("arn")));
        var policy = (await owner.Attached(visit, name)).FirstOrDefault(policy => policy.PolicyArn == arn) ?? throw IamErrors.PolicyNotAttached(arn);
        return visit.Page<DetachPage>(new { Owner = owner.Place(name), Attached = policy, IsLast = await IsLast(visit, owner, name, arn) });
    }

    private static async Task<IResult> Detach(Visit visit, PolicyOwner owner)
    {
        await visit.SignedIn();
        var (name, arn) = (visit.Route("name"), Links.ArnOf(visit.Route("arn")));
        return await visit.Submit(
            async () =>
            {
                if (await IsLast(visit, owner, name, arn))
                    visit.RequireTyped(name);
                await visit.Run(owner.Detach(name, arn));
                return Visit.To(owner.PermissionsUrl(name) + "?done=detached");
            },
            again => ShowDetach(again, owner),
            null, "Confirmation");
    }

    private static async Task<IResult> ShowBoundary(Visit visit, PolicyOwner owner)
    {
        await visit.SignedIn();
        var name = visit.Route("name");
        var boundary = await owner.Boundary!(visit, name);
        return visit.Page<BoundaryPage>(new
        {
            Owner = owner.Place(name),
            Boundary = boundary,
            Page = await visit.Run(new ListPoliciesWithUse.Request(visit.Query("search"), Marker: visit.Query("marker"))),
        });
    }

    private static async Task<IResult> Bound(Visit visit, PolicyOwner owner)
    {
        await visit.SignedIn();
        var name = visit.Route("name");
        return await visit.Submit(
            async () =>
            {
                var removes = visit.Form.Has("Remove", "yes");
                if (!removes && visit.Form.Value(Chosen).Length == 0)
                    throw FormErrors.NothingChosen(Chosen, "a policy");
                await visit.Run(removes ? owner.Unbound!(name) : owner.Bound!(name, visit.Form.Value(Chosen)));
                return Visit.To(owner.PermissionsUrl(name) + (removes ? "?done=unbound" : "?done=bound"));
            },
            again => ShowBoundary(again, owner));
    }

    /// <summary>Whether nobody would be an administrator any more; false for a visitor who may not know.</summary>
    private static async Task<bool> IsLast(Visit visit, PolicyOwner owner, string name, string arn) =>
        arn == Arn.OfBuiltInPolicy(ManagedPolicies.Administrator) && owner.Last is not null
        && await visit.RunPart(owner.Last(name)) is { IsLast: true };
}
