using Countersign.Identity;

namespace Countersign.Console.Groups;

/// <summary>Deletes a group with everything the page has named, in one transaction; each step is authorised and audited.</summary>
internal static class GroupRemoval
{
    public static async Task<Nothing> Run(string name, Batch batch, Operations operations)
    {
        for (var isMore = true; isMore;)
        {
            var page = await batch.Run(new GetGroup.Request(name), operations);
            foreach (var user in page.Users)
                await batch.Run(new RemoveUserFromGroup.Request(name, user.UserName), operations);
            isMore = page.IsTruncated;    // who was listed is out, so the first page is the next one
        }

        foreach (var policy in (await batch.Run(new ListAttachedGroupPolicies.Request(name, MaxItems: 1000), operations)).AttachedPolicies)
            await batch.Run(new DetachGroupPolicy.Request(name, policy.PolicyArn), operations);
        foreach (var policy in (await batch.Run(new ListGroupPolicies.Request(name, MaxItems: 1000), operations)).PolicyNames)
            await batch.Run(new DeleteGroupPolicy.Request(name, policy), operations);
        return await batch.Run(new DeleteGroup.Request(name), operations);
    }
}
