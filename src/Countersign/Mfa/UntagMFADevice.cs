namespace Countersign.Mfa;

/// <summary>Takes tags from an MFA device; keys that are not there are passed over.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagMFADevice.html"/>
public sealed class UntagMFADevice : IOperation<UntagMFADevice.Request, Nothing>
{
    /// <summary>Which device, which tags.</summary>
    /// <param name="SerialNumber">The device.</param>
    /// <param name="TagKeys">At most 50, in any case.</param>
    public sealed record Request(SerialNumber SerialNumber, IReadOnlyList<string> TagKeys) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UntagMFADevice";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        DeviceTags.Needs(Action, request.SerialNumber, ResourceTags.Named(request.TagKeys), call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        ResourceTags.Remove(async () => (await DeviceTags.Find(request.SerialNumber, call)).DeviceId, request.TagKeys, call);
}
