using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.Mfa.Tokens;

/// <summary>Assigns a token of the inventory to a user, by what they have typed off its back and two codes in a row; says plainly why one cannot be assigned.</summary>
/// <remarks>What EnableMFADevice does, with a tolerant serial number and a name for the device. Not told: whose a token is that is somebody else's.</remarks>
public sealed class AssignToken : IOperation<AssignToken.Request, AssignToken.Response>
{
    /// <summary>Serial numbers of SecurID tokens are filled up with zeros to as many digits; the back of a fob has fewer.</summary>
    private const int SecurIdDigits = 12;

    private readonly EnableMFADevice _enable;

    internal AssignToken(CodeJudge judge, MfaOptions options) => _enable = new EnableMFADevice(judge, options);

    /// <summary>Which token, for whom, and the proof.</summary>
    /// <param name="UserName">Who is to have it.</param>
    /// <param name="SerialNumber">As typed: spaces, dashes and case make no difference.</param>
    /// <param name="DeviceName">What its user will know it by: 1 to 128 letters, digits and <c>+=,.@_-</c>.</param>
    /// <param name="AuthenticationCode1">A code the token shows.</param>
    /// <param name="AuthenticationCode2">The one it shows next.</param>
    public sealed record Request(
        string UserName, string SerialNumber, string DeviceName, OneTimeCode AuthenticationCode1, OneTimeCode AuthenticationCode2) : IRequest<Response>;

    /// <summary>The token.</summary>
    /// <param name="SerialNumber">Its serial number as stored.</param>
    public sealed record Response(SerialNumber SerialNumber);

    /// <inheritdoc/>
    public static string Action => "countersign:AssignToken";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await EnableMFADevice.NeedFor(request.UserName, call)];

    /// <inheritdoc/>
    public async Task<Attempt?> Attempts(Request request, Call call) =>
        await call.Store.Users.Find(call.AccountId, request.UserName) is { } user
            ? new Attempt([Attempt.OfUser(user.UserId)], IamErrors.TooManyCodes)
            : null;

    /// <inheritdoc/>
    /// <exception cref="ApiError">
    /// ValidationError; NoSuchEntity; EntityAlreadyExists: it is in use, or the name is; InvalidInput: lost, disabled, or
    /// outside its dates; LimitExceeded; InvalidAuthenticationCode. Only the last is counted.
    /// </exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        if (!DeviceName.IsGood(request.DeviceName))
            throw MfaErrors.BadName().Uncounted();
        var device = await Find(request.SerialNumber, user, call);
        await call.Store.Users.Lock(user.UserId);
        if ((await call.Store.MfaDevices.Of(user.UserId)).Any(other => other.Name == request.DeviceName))
            throw MfaErrors.NameTaken(request.DeviceName).Uncounted();

        var serial = SerialNumber.Stored(device.SerialNumber);
        await _enable.Execute(
            new EnableMFADevice.Request(user.UserName, serial, request.AuthenticationCode1, request.AuthenticationCode2), call);
        await call.Store.MfaDevices.Rename(device, request.DeviceName);
        return new Response(serial);
    }

    private static async Task<MfaDevice> Find(string typed, User user, Call call)
    {
        var spellings = Spellings(typed);
        if (spellings.Count == 0)
            throw TokenErrors.NotASerialNumber().Uncounted();

        foreach (var spelling in spellings)
        {
            if (await call.Store.Tokens.Find(call.AccountId, TokenKind.Names, spelling) is not { Device: var device })
                continue;
            if (device.UserId == user.UserId)
                throw TokenErrors.YoursAlready(spelling, user.UserName).Uncounted();
            if (device.UserId is not null)
                throw TokenErrors.InUse(spelling).Uncounted();
            return device.Status == MfaDevice.Available && CodeJudge.IsValid(device, call.Now)
                ? device
                : throw MfaErrors.NotToBeUsed(device).Uncounted();
        }

        throw TokenErrors.NotInInventory(spellings[0]).Uncounted();
    }

    /// <summary>What may be meant, the likeliest first.</summary>
    private static List<string> Spellings(string typed)
    {
        var squeezed = string.Concat(typed.Where(c => !char.IsWhiteSpace(c)));
        var bare = squeezed.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        string[] all = [squeezed.ToUpperInvariant(), squeezed, bare, bare.Length > 0 && bare.All(char.IsAsciiDigit) ? bare.PadLeft(SecurIdDigits, '0') : bare];
        return [.. all.Where(text => SerialNumber.TryPrinted(text, out _)).Distinct(StringComparer.Ordinal)];
    }
}
