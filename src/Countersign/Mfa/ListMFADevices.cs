namespace Countersign.Mfa;

/// <summary>Lists a user's MFA devices of every kind.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html"/>
public sealed class ListMFADevices : IOperation<ListMFADevices.Request, ListMFADevices.Response>
{
    /// <summary>Whose devices.</summary>
    /// <param name="UserName">The user; the caller when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string? UserName = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of devices in the order of their serial numbers.</summary>
    /// <param name="MFADevices">The devices.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<MFADevice> MFADevices, bool IsTruncated, string? Marker);

    /// <summary>An assigned device.</summary>
    /// <param name="UserName">Whose it is.</param>
    /// <param name="SerialNumber">An ARN, or the number printed on a token.</param>
    /// <param name="EnableDate">Since when.</param>
    public sealed record MFADevice(string UserName, SerialNumber SerialNumber, DateTimeOffset EnableDate);

    /// <inheritdoc/>
    public static string Action => "iam:ListMFADevices";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = request.UserName is null
            ? call.Self
            : await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        var rows = await call.Store.MfaDevices.PageOf(
            user.UserId, Countersign.Marker.Read(request.Marker), (request.MaxItems ?? Countersign.Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Countersign.Marker.Cut(rows, request.MaxItems, device => device.SerialNumber);
        return new Response(
            page.Select(device => new MFADevice(user.UserName, SerialNumber.Stored(device.SerialNumber), device.EnabledAt!.Value)).ToList(),
            isTruncated, next);
    }
}
