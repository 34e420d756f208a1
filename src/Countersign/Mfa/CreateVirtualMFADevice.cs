using System.Security.Cryptography;
using System.Text;
using Countersign.Otp;

namespace Countersign.Mfa;

/// <summary>Makes a virtual MFA device that is nobody's yet, and answers its seed: this once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html"/>
public sealed class CreateVirtualMFADevice(MfaOptions options) : IOperation<CreateVirtualMFADevice.Request, CreateVirtualMFADevice.Response>
{
    /// <summary>What to make.</summary>
    /// <param name="VirtualMFADeviceName">Unique with its path; letters, digits and <c>+=,.@_-</c>.</param>
    /// <param name="Path">Begins and ends with a slash; <c>/</c> when left out.</param>
    /// <param name="Tags">At most 50.</param>
    public sealed record Request(string VirtualMFADeviceName, string? Path = null, IReadOnlyList<Tag>? Tags = null) : IRequest<Response>;

    /// <summary>The device with its seed.</summary>
    /// <param name="VirtualMFADevice">Serial number, seed and QR code.</param>
    public sealed record Response(VirtualMFADevice VirtualMFADevice);

    /// <inheritdoc/>
    public static string Action => "iam:CreateVirtualMFADevice";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Task.FromResult<IReadOnlyList<Need>>(
    [
        new Need(Action, Arn.OfVirtualDevice(call.AccountId, request.Path ?? "/", request.VirtualMFADeviceName))
        {
            Keys = Needed.RequestTags(request.Tags),
        },
    ]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">EntityAlreadyExists, InvalidInput.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        TagRules.Check(request.Tags);
        var serial = Arn.OfVirtualDevice(call.AccountId, request.Path ?? "/", request.VirtualMFADeviceName);
        var device = VirtualDevice.New(call.AccountId, serial, request.VirtualMFADeviceName, call.Now);
        var secret = RandomNumberGenerator.GetBytes(VirtualDevice.SecretBytes);
        if (!await call.Store.MfaDevices.Add(device, secret))
            throw IamErrors.DeviceExists();
        await call.Store.Tags.Set(call.AccountId, device.DeviceId, request.Tags ?? []);

        var account = await call.Store.Accounts.Find(call.AccountId);
        var link = EnrolmentLink.Write(options.Issuer, device.Name, account?.Alias ?? call.AccountId, secret);
        return new Response(new VirtualMFADevice(
            SerialNumber.Parse(serial),
            Encoding.ASCII.GetBytes(Base32.Encode(secret)),
            EnrolmentLink.Png(link),
            Tags: request.Tags is { Count: > 0 } ? request.Tags : null));
    }
}
