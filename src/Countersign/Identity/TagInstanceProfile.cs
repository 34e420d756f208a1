namespace Countersign.Identity;

/// <summary>Adds tags to an instance profile; a key that is there, in whatever case, gets the new value.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html"/>
public sealed class TagInstanceProfile : IOperation<TagInstanceProfile.Request, Nothing>
{
    /// <summary>Which instance profile, which tags.</summary>
    /// <param name="InstanceProfileName">1 to 128 characters.</param>
    /// <param name="Tags">At most 50, and 50 with those that are there.</param>
    public sealed record Request(string InstanceProfileName, IReadOnlyList<Tag> Tags) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:TagInstanceProfile";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [(await Needed.OfInstanceProfile(Action, request.InstanceProfileName, call)).With(Needed.RequestTags(request.Tags))];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; InvalidInput: two keys that differ only in case; LimitExceeded.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        ResourceTags.Add(async () => (await NamedInstanceProfile.Of(request.InstanceProfileName, call)).InstanceProfileId, request.Tags, call);
}
