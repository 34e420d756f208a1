using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>What the page of a sign-in under way needs to know.</summary>
public sealed class GetSignInStep : IOperation<GetSignInStep.Request, GetSignInStep.Response>
{
    /// <summary>Nothing to ask: the cookie says which sign-in.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>Where it stands.</summary>
    /// <param name="Step">What is asked for next.</param>
    /// <param name="UserName">Who signs in.</param>
    /// <param name="Devices">The user's devices, the last used first; the password was right, so they may be named.</param>
    public sealed record Response(SignInStep Step, string UserName, IReadOnlyList<Device> Devices);

    /// <summary>A device that can be asked for.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="SerialNumber">Its serial number.</param>
    public sealed record Device(string Name, SerialNumber SerialNumber);

    /// <inheritdoc/>
    public static string Action => "countersign:GetSignInStep";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    /// <exception cref="ApiError">SignInExpired.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (call.Caller is not PendingCaller pending)
            throw SignInErrors.Over();
        var devices = await call.Store.MfaDevices.Of(pending.User.UserId);
        return new Response(
            pending.Attempt.Step == SignInAttempt.SecondFactor ? SignInStep.SecondFactor : SignInStep.NewPassword,
            pending.User.UserName,
            devices.Select(device => new Device(device.Name, SerialNumber.Parse(device.SerialNumber))).ToList());
    }
}
