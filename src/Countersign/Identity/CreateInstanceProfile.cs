using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>Creates an instance profile: the box in which a role is handed to a machine. It has none yet.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html"/>
public sealed class CreateInstanceProfile : IOperation<CreateInstanceProfile.Request, CreateInstanceProfile.Response>
{
    /// <summary>What is created.</summary>
    /// <param name="InstanceProfileName">1 to 128 letters, digits and <c>_+=,.@-</c>; unique in the account whatever its case.</param>
    /// <param name="Path">Begins and ends with a slash; <c>/</c> when left out.</param>
    /// <param name="Tags">At most 50.</param>
    public sealed record Request(string InstanceProfileName, string? Path = null, IReadOnlyList<Tag>? Tags = null) : IRequest<Response>;

    /// <summary>The new instance profile.</summary>
    /// <param name="InstanceProfile">With its tags.</param>
    public sealed record Response(IamInstanceProfile InstanceProfile);

    /// <inheritdoc/>
    public static string Action => "iam:CreateInstanceProfile";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Task.FromResult<IReadOnlyList<Need>>(
        [new Need(Action, Arn.OfInstanceProfile(call.AccountId, request.Path ?? "/", request.InstanceProfileName)) { Keys = Needed.RequestTags(request.Tags) }]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">EntityAlreadyExists, LimitExceeded, InvalidInput.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        TagRules.Check(request.Tags);
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row while instance profiles are counted
        if (await call.Store.InstanceProfiles.Count(call.AccountId) >= Quotas.InstanceProfiles)
            throw IamErrors.QuotaExceeded("InstanceProfilesPerAccount", Quotas.InstanceProfiles);
        var profile = new InstanceProfile
        {
            InstanceProfileId = UniqueId.OfEntity("AIPA"),
            AccountId = call.AccountId,
            ProfileName = request.InstanceProfileName,
            Path = request.Path ?? "/",
            CreatedAt = call.Now,
        };
        if (!await call.Store.InstanceProfiles.Add(profile))
            throw IamErrors.InstanceProfileExists(request.InstanceProfileName);
        await call.Store.Tags.Set(call.AccountId, profile.InstanceProfileId, request.Tags ?? []);
        return new Response(IamInstanceProfile.Of(profile, [], request.Tags));
    }
}
