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
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        var keys = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        if (request.TagKeys.Count > 0)
            keys["aws:TagKeys"] = request.TagKeys;
        return DeviceTags.Needs(Action, request.SerialNumber, keys, call);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var device = await DeviceTags.Find(request.SerialNumber, call);
        await call.Store.Tags.Remove(device.DeviceId, request.TagKeys);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
