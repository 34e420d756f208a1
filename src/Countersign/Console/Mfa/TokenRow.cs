using Countersign.Console.Frame;
using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Mfa.Tokens;

namespace Countersign.Console.Mfa;

/// <summary>A hardware token: the number on its back, and two codes as proof.</summary>
internal sealed class TokenRow : WizardRow
{
    private const string Suggested = "token";

    public override int Order => 3;

    public override string Value => "token";

    public override string Title => "Hardware token";

    public override string Hint =>
        "A fob or card that shows a code: SafeNet, Feitian, Token2, YubiKey OTP, RSA SecurID. Your administrator has put it into the inventory.";

    public override string Suggestion => Suggested;

    public override void Map(WebApplication app)
    {
        app.MapPage("/users/{name}/mfa/assign/token", Show);
        app.MapForm("/users/{name}/mfa/assign/token", SetUp);
    }

    public override async Task<IResult> Start(Visit visit, string userName, string deviceName)
    {
        // Asked here already, so that a name that is not good, or taken, is told beside its field.
        if (!DeviceName.IsGood(deviceName))
            throw MfaErrors.BadName();
        if (visit.Enrolling is null && (await visit.Run(new GetUserCredentials.Request(userName))).Devices.Any(device => device.Name == deviceName))
            throw MfaErrors.NameTaken(deviceName);
        return Visit.To(Links.AssignToken(userName, deviceName));
    }

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedInOrEnrolling();
        return visit.Page<TokenSetUpPage>(new { UserName = visit.Route("name"), DeviceName = visit.Form.Value("DeviceName", Suggested) });
    }

    private static async Task<IResult> SetUp(Visit visit)
    {
        await visit.SignedInOrEnrolling();
        var userName = visit.Route("name");
        try
        {
            var assigned = await visit.Run(new AssignToken.Request(
                userName, visit.Form.Value("SerialNumber"), visit.Form.Value("DeviceName"),
                visit.Form.Code("AuthenticationCode1"), visit.Form.Code("AuthenticationCode2")));
            return await Wizard.Done(visit, userName, assigned.SerialNumber);
        }
        catch (ApiError refusal) when (refusal.Status is not StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, null, "SerialNumber", "AuthenticationCode1", "AuthenticationCode2");
            return await Show(visit);
        }
    }
}
