namespace Countersign.Identity;

/// <summary>Permissions boundaries of users and roles.</summary>
internal static class Boundaries
{
    /// <summary>The condition key of a boundary that a request brings.</summary>
    public static Need With(this Need need, string? boundaryArn) => boundaryArn is null ? need : need with
    {
        Keys = new Dictionary<string, IReadOnlyList<string>>(need.Keys, StringComparer.OrdinalIgnoreCase) { ["iam:PermissionsBoundary"] = [boundaryArn] },
    };

    /// <exception cref="ApiError">NoSuchEntity: no policy that may bound anybody of this account.</exception>
    public static async Task Check(string? boundaryArn, ManagedPolicies managed, Call call)
    {
        if (boundaryArn is null)
            return;
        PolicyArn.Check(boundaryArn);
        if (await managed.FindFor(call.AccountId, boundaryArn, call.Store) is null)
            throw IamErrors.NoSuchBoundary(boundaryArn);
    }
}
