namespace Countersign.Identity;

/// <summary>Says whether nobody would have the policy AdministratorAccess any more, attached or through a group, if something ended.</summary>
/// <remarks>It knows the attachments of that one policy: neither administrators by another policy, nor boundaries.</remarks>
public sealed class IsLastAdministrator : IOperation<IsLastAdministrator.Request, IsLastAdministrator.Response>
{
    /// <summary>What would end: a user's attachment, a group's, a membership where both are named, or the whole user.</summary>
    /// <param name="UserName">The user.</param>
    /// <param name="GroupName">The group.</param>
    /// <param name="IsDeleted">Whether it is the user that ends, not the attachment.</param>
    public sealed record Request(string? UserName = null, string? GroupName = null, bool IsDeleted = false) : IRequest<Response>;

    /// <summary>The answer.</summary>
    /// <param name="IsLast">True when there are administrators now, and none would be left.</param>
    public sealed record Response(bool IsLast);

    /// <inheritdoc/>
    public static string Action => "countersign:IsLastAdministrator";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    private static string Administrator => Arn.OfBuiltInPolicy(ManagedPolicies.Administrator);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnPolicy(ListEntitiesForPolicy.Action, Administrator, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = request.UserName is null ? null : await NamedUser.Of(request.UserName, call);
        var group = request.GroupName is null ? null : await NamedGroup.Of(request.GroupName, call);
        var attachments = call.Store.PolicyAttachments;
        if (!await attachments.AnyUser(call.AccountId, Administrator))
            return new Response(IsLast: false);
        var anyLeft = (user, group) switch
        {
            ({ } gone, null) when request.IsDeleted => await attachments.AnyUser(call.AccountId, Administrator, withoutUser: gone.UserId),
            ({ } owner, null) => await attachments.AnyUser(call.AccountId, Administrator, withoutOwner: owner.UserId),
            (null, { } owner) => await attachments.AnyUser(call.AccountId, Administrator, withoutOwner: owner.GroupId),
            ({ } leaver, { } left) => await attachments.AnyUser(call.AccountId, Administrator, leaver: leaver.UserId, leftGroup: left.GroupId),
            _ => true,
        };
        return new Response(!anyLeft);
    }
}
