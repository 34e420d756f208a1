using Countersign.Identity;

namespace Countersign.Mfa;

/// <summary>Lists the account's virtual MFA devices.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html"/>
public sealed class ListVirtualMFADevices : IOperation<ListVirtualMFADevices.Request, ListVirtualMFADevices.Response>
{
    /// <summary>Which devices.</summary>
    /// <param name="AssignmentStatus"><c>Assigned</c>, <c>Unassigned</c> or <c>Any</c>; Any when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string? AssignmentStatus = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of devices in the order of their ARNs, without their seeds.</summary>
    /// <param name="VirtualMFADevices">The devices.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<VirtualMFADevice> VirtualMFADevices, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListVirtualMFADevices";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    public async Task<Response> Execute(Request request, Call call)
    {
        bool? assigned = request.AssignmentStatus switch { "Assigned" => true, "Unassigned" => false, _ => null };
        var rows = await call.Store.MfaDevices.VirtualPage(
            call.AccountId, assigned, Countersign.Marker.Read(request.Marker), (request.MaxItems ?? Countersign.Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Countersign.Marker.Cut(rows, request.MaxItems, device => device.SerialNumber);

        var devices = new List<VirtualMFADevice>();
        foreach (var device in page)
        {
            var user = device.UserId is null ? null : await call.Store.Users.FindById(device.UserId);
            devices.Add(new VirtualMFADevice(
                SerialNumber.Stored(device.SerialNumber), User: user is null ? null : IamUser.Of(user), EnableDate: device.EnabledAt));
        }

        return new Response(devices, isTruncated, next);
    }
}
