namespace Countersign.Identity;

/// <summary>Deletes a user who has nothing left: no password, key, MFA device or policy, and no group.</summary>
/// <remarks>Sessions and tags go with the user; what is never deleted by the way are the things that can let somebody in.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html"/>
public sealed class DeleteUser : IOperation<DeleteUser.Request, Nothing>
{
    /// <summary>Who is deleted.</summary>
    /// <param name="UserName">1 to 128 characters.</param>
    public sealed record Request(string UserName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteUser";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; DeleteConflict, which names what to delete first.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        await call.Store.Users.Lock(user.UserId);
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nothing can be given to the user meanwhile
        if (await call.Store.LoginProfiles.Find(user.UserId) is not null)
            throw IamErrors.DeleteConflict("delete login profile");
        if (await call.Store.AccessKeys.CountOf(user.UserId) > 0)
            throw IamErrors.DeleteConflict("delete access keys");
        if (await call.Store.SshPublicKeys.CountOf(user.UserId) > 0)
            throw IamErrors.DeleteConflict("remove referenced objects");
        if (await call.Store.MfaDevices.CountOf(user.UserId) > 0)
            throw IamErrors.DeleteConflict("delete MFA device");
        if ((await call.Store.PolicyAttachments.Of(user.UserId)).Count > 0)
            throw IamErrors.DeleteConflict("detach all policies");
        if ((await call.Store.InlinePolicies.Names(user.UserId, "", 1)).Count > 0)
            throw IamErrors.DeleteConflict("delete policies");
        if ((await call.Store.Groups.OfUser(user.UserId, limit: 1)).Count > 0)
            throw IamErrors.DeleteConflict("remove users from group");

        await call.Store.Tags.RemoveAll(user.UserId);
        await call.Store.AttemptCounters.Clear(call.AccountId, Attempt.OfUser(user.UserId));
        await call.Store.Users.Remove(user.UserId);
        return Nothing.Value;
    }
}
