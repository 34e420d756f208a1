namespace Countersign.Identity;

/// <summary>Gives a role another description, and another longest session.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html"/>
public sealed class UpdateRole : IOperation<UpdateRole.Request, Nothing>
{
    /// <summary>Which role, and what it will be.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="Description">At most 1000 characters; stays when left out.</param>
    /// <param name="MaxSessionDuration">3600 to 43200 seconds; 3600 when left out, as in AWS.</param>
    public sealed record Request(string RoleName, string? Description = null, int? MaxSessionDuration = null) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UpdateRole";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nobody writes the role meanwhile
        var role = await NamedRole.Of(request.RoleName, call);
        await call.Store.Roles.Update(role with
        {
            Description = request.Description ?? role.Description,
            MaxSessionSeconds = request.MaxSessionDuration ?? CreateRole.DefaultSessionSeconds,
        });
        return Nothing.Value;
    }
}
