namespace Countersign.Mfa;

/// <summary>Adds tags to an MFA device; a key that is there, in whatever case, gets the new value.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagMFADevice.html"/>
public sealed class TagMFADevice : IOperation<TagMFADevice.Request, Nothing>
{
    /// <summary>Which device, which tags.</summary>
    /// <param name="SerialNumber">The device.</param>
    /// <param name="Tags">At most 50, and 50 with those that are there.</param>
    public sealed record Request(SerialNumber SerialNumber, IReadOnlyList<Tag> Tags) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:TagMFADevice";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        DeviceTags.Needs(Action, request.SerialNumber, Needed.RequestTags(request.Tags), call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; InvalidInput: two keys that differ only in case; LimitExceeded.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        ResourceTags.Add(async () => (await DeviceTags.Find(request.SerialNumber, call)).DeviceId, request.Tags, call);
}
