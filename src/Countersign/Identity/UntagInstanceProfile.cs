namespace Countersign.Identity;

/// <summary>Takes tags from an instance profile; keys that are not there are passed over.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html"/>
public sealed class UntagInstanceProfile : IOperation<UntagInstanceProfile.Request, Nothing>
{
    /// <summary>Which instance profile, which tags.</summary>
    /// <param name="InstanceProfileName">1 to 128 characters.</param>
    /// <param name="TagKeys">At most 50, in any case.</param>
    public sealed record Request(string InstanceProfileName, IReadOnlyList<string> TagKeys) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UntagInstanceProfile";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [(await Needed.OfInstanceProfile(Action, request.InstanceProfileName, call)).With(ResourceTags.Named(request.TagKeys))];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        ResourceTags.Remove(async () => (await NamedInstanceProfile.Of(request.InstanceProfileName, call)).InstanceProfileId, request.TagKeys, call);
}
