namespace Countersign.Identity;

/// <summary>Lists the tags of an instance profile in the order of their keys.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfileTags.html"/>
public sealed class ListInstanceProfileTags : IOperation<ListInstanceProfileTags.Request, ListInstanceProfileTags.Response>
{
    /// <summary>Which instance profile.</summary>
    /// <param name="InstanceProfileName">1 to 128 characters.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string InstanceProfileName, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of tags.</summary>
    /// <param name="Tags">The tags.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<Tag> Tags, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListInstanceProfileTags";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await Needed.OfInstanceProfile(Action, request.InstanceProfileName, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var profile = await NamedInstanceProfile.Of(request.InstanceProfileName, call);
        var (tags, isTruncated, next) = await ResourceTags.Page(profile.InstanceProfileId, request.Marker, request.MaxItems, call);
        return new Response(tags, isTruncated, next);
    }
}
