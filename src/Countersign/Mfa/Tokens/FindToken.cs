using Countersign.Storage;

namespace Countersign.Mfa.Tokens;

/// <summary>Finds the token that somebody holds in their hand by what they have typed off its back, and says plainly why it cannot be assigned.</summary>
/// <remarks>Not told: whose a token is that is somebody else's.</remarks>
public sealed class FindToken : IOperation<FindToken.Request, FindToken.Response>
{
    /// <summary>Serial numbers of SecurID tokens are filled up with zeros to as many digits; the back of a fob has fewer.</summary>
    private const int SecurIdDigits = 12;

    /// <summary>Which token, for whom.</summary>
    /// <param name="UserName">Who is to have it.</param>
    /// <param name="Typed">The serial number as typed: spaces, dashes and case make no difference.</param>
    public sealed record Request(string UserName, string Typed) : IRequest<Response>;

    /// <summary>The token.</summary>
    /// <param name="SerialNumber">Its serial number as stored, for EnableMFADevice.</param>
    public sealed record Response(SerialNumber SerialNumber);

    /// <inheritdoc/>
    public static string Action => "countersign:FindToken";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await EnableMFADevice.NeedFor(request.UserName, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError; NoSuchEntity; EntityAlreadyExists: it is in use; InvalidInput: lost, disabled, or outside its dates.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        var spellings = Spellings(request.Typed);
        if (spellings.Count == 0)
            throw TokenErrors.NotASerialNumber();

        foreach (var spelling in spellings)
        {
            if (await call.Store.Tokens.Find(call.AccountId, TokenKind.Names, spelling) is not { Device: var device })
                continue;
            if (device.UserId == user.UserId)
                throw TokenErrors.YoursAlready(spelling, user.UserName);
            if (device.UserId is not null)
                throw TokenErrors.InUse(spelling);
            return device.Status == MfaDevice.Available && CodeJudge.IsValid(device, call.Now)
                ? new Response(SerialNumber.Stored(spelling))
                : throw MfaErrors.NotToBeUsed(device);
        }

        throw TokenErrors.NotInInventory(spellings[0]);
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
