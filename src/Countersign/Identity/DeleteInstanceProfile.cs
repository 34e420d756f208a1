namespace Countersign.Identity;

/// <summary>Deletes an instance profile that has no role.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html"/>
public sealed class DeleteInstanceProfile : IOperation<DeleteInstanceProfile.Request, Nothing>
{
    /// <summary>Which instance profile.</summary>
    /// <param name="InstanceProfileName">1 to 128 characters.</param>
    public sealed record Request(string InstanceProfileName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteInstanceProfile";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfInstanceProfile(Action, request.InstanceProfileName, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; DeleteConflict, which names what to do first.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nobody adds a role meanwhile
        var profile = await NamedInstanceProfile.Of(request.InstanceProfileName, call);
        if (profile.RoleId is not null)
            throw IamErrors.DeleteConflict("remove roles from instance profile");
        await call.Store.Tags.RemoveAll(profile.InstanceProfileId);
        await call.Store.InstanceProfiles.Remove(profile.InstanceProfileId);
        return Nothing.Value;
    }
}
