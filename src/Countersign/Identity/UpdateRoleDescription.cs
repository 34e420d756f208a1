namespace Countersign.Identity;

/// <summary>Gives a role another description. UpdateRole can do that too; this one answers the role.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html"/>
public sealed class UpdateRoleDescription : IOperation<UpdateRoleDescription.Request, UpdateRoleDescription.Response>
{
    /// <summary>Which role, and what it is for.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="Description">At most 1000 characters.</param>
    public sealed record Request(string RoleName, string Description) : IRequest<Response>;

    /// <summary>The role.</summary>
    /// <param name="Role">As it is now.</param>
    public sealed record Response(IamRole Role);

    /// <inheritdoc/>
    public static string Action => "iam:UpdateRoleDescription";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nobody writes the role meanwhile
        var role = await NamedRole.Of(request.RoleName, call) with { Description = request.Description };
        await call.Store.Roles.Update(role);
        return new Response(await IamRole.Whole(role, call));
    }
}
