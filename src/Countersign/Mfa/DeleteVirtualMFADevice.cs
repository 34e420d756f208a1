namespace Countersign.Mfa;

/// <summary>Deletes a virtual device that is nobody's; its seed is gone for good.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html"/>
public sealed class DeleteVirtualMFADevice : IOperation<DeleteVirtualMFADevice.Request, Nothing>
{
    /// <summary>Which device.</summary>
    /// <param name="SerialNumber">Its ARN.</param>
    public sealed record Request(SerialNumber SerialNumber) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteVirtualMFADevice";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfDevice(Action, request.SerialNumber.Value, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; DeleteConflict while it is assigned.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var device = await call.Store.MfaDevices.Find(call.AccountId, request.SerialNumber.Value);
        if (device is not { Kind: VirtualDevice.Name } || !Enrolments.MayUse(device, call))
            throw IamErrors.NoSuchDevice(request.SerialNumber.Value);
        if (device.UserId is not null || !await DeviceRemains.Delete(device, call))
            throw IamErrors.DeviceMustBeDeactivated();
        return Nothing.Value;
    }
}
