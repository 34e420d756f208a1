namespace Countersign.Mfa;

/// <summary>Lists the tags of an MFA device in the order of their keys.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADeviceTags.html"/>
public sealed class ListMFADeviceTags : IOperation<ListMFADeviceTags.Request, ListMFADeviceTags.Response>
{
    /// <summary>Which device.</summary>
    /// <param name="SerialNumber">The device.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(SerialNumber SerialNumber, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of tags.</summary>
    /// <param name="Tags">The tags.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<Tag> Tags, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListMFADeviceTags";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => DeviceTags.Needs(
        Action, request.SerialNumber, Needed.RequestTags(null), call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var device = await DeviceTags.Find(request.SerialNumber, call);
        var (page, isTruncated, next) = await ResourceTags.Page(device.DeviceId, request.Marker, request.MaxItems, call);
        return new Response(page, isTruncated, next);
    }
}
