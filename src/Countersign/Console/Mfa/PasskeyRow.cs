using Countersign.Console.Frame;
using Countersign.Mfa.Passkeys;

namespace Countersign.Console.Mfa;

/// <summary>A passkey or security key: the browser makes it, and nothing is typed.</summary>
internal sealed class PasskeyRow : WizardRow
{
    public override int Order => 0;

    public override string Value => PasskeyDevice.Name;

    public override string Title => "Passkey or security key";

    public override string Hint =>
        "Fingerprint, face or PIN of this computer or a phone, or a key such as a YubiKey to touch. Nothing to type, and no use to a false page.";

    public override bool IsRecommended => true;

    public override string Suggestion => "passkey";

    public override string? WhyNot(Visit visit) => visit.RelyingParty.Problem;

    public override void Map(WebApplication app)
    {
        app.MapPage("/users/{name}/mfa/assign/passkey", Show);
        app.MapForm("/users/{name}/mfa/assign/passkey", Register);
    }

    public override async Task<IResult> Start(Visit visit, string userName, string deviceName)
    {
        // Asked here already, so that a name that is taken is told beside its field.
        await visit.Run(new StartPasskeyRegistration.Request(userName, deviceName));
        return Visit.To(Links.AssignPasskey(userName, deviceName));
    }

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedInOrEnrolling();
        var (userName, deviceName) = (visit.Route("name"), visit.Form.Value("DeviceName"));
        var asked = await visit.Run(new StartPasskeyRegistration.Request(userName, deviceName));
        return visit.Page<PasskeySetUpPage>(new { UserName = userName, DeviceName = deviceName, Asked = asked });
    }

    private static async Task<IResult> Register(Visit visit)
    {
        await visit.SignedInOrEnrolling();
        var userName = visit.Route("name");
        try
        {
            var made = await visit.Run(new RegisterPasskey.Request(
                userName, visit.Form.Value("DeviceName"), PasskeyRegistration.Parse(visit.Form.Value("Answer")),
                SealedChallenge.Parse(visit.Form.Value("Challenge"))));
            return await Wizard.Done(visit, userName, made.SerialNumber);
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null);
            return await Show(visit);
        }
    }
}
