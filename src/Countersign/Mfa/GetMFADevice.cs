namespace Countersign.Mfa;

/// <summary>Tells about one MFA device.</summary>
/// <remarks>AWS answers for passkeys only; here every assigned device is told, which no client minds.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetMFADevice.html"/>
public sealed class GetMFADevice : IOperation<GetMFADevice.Request, GetMFADevice.Response>
{
    /// <summary>Which device.</summary>
    /// <param name="SerialNumber">The device.</param>
    /// <param name="UserName">Whose it is; the caller's own when left out.</param>
    public sealed record Request(SerialNumber SerialNumber, string? UserName = null) : IRequest<Response>;

    /// <summary>The device.</summary>
    /// <param name="SerialNumber">Its name.</param>
    /// <param name="UserName">Whose it is.</param>
    /// <param name="EnableDate">Since when.</param>
    /// <param name="Certifications">Of a passkey's maker; empty for other kinds.</param>
    public sealed record Response(
        SerialNumber SerialNumber, string? UserName, DateTimeOffset? EnableDate, IReadOnlyDictionary<string, string> Certifications);

    /// <inheritdoc/>
    public static string Action => "iam:GetMFADevice";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such device, or not that user's.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = request.UserName is null
            ? call.Self
            : await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        var device = await call.Store.MfaDevices.Find(call.AccountId, request.SerialNumber.Value);
        return device is not null && device.UserId == user.UserId
            ? new Response(request.SerialNumber, user.UserName, device.EnabledAt, new Dictionary<string, string>(StringComparer.Ordinal))
            : throw IamErrors.NotThisUsersDevice();
    }
}
