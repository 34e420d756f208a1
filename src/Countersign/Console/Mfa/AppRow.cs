using Countersign.Console.Frame;
using Countersign.Mfa;

namespace Countersign.Console.Mfa;

/// <summary>An authenticator app: a QR code, and two codes as proof.</summary>
internal sealed class AppRow : WizardRow
{
    public override int Order => 1;

    public override string Value => "virtual";

    public override string Title => "Authenticator app";

    public override string Hint =>
        "An app on a phone or computer shows a new six-digit code every 30 seconds: Google Authenticator, Microsoft Authenticator, Authy, 1Password and others.";

    public override string Suggestion => "phone";

    public override void Map(WebApplication app)
    {
        app.MapPage("/users/{name}/mfa/assign/{device}/set-up", ShowSetUp);
        app.MapForm("/users/{name}/mfa/assign/{device}/set-up", SetUp);
    }

    public override async Task<IResult> Start(Visit visit, string userName, string deviceName)
    {
        var device = await visit.Run(new StartMfaEnrolment.Request(userName, deviceName));
        return Visit.To(Links.SetUp(userName, device.SerialNumber));
    }

    private static async Task<IResult> ShowSetUp(Visit visit)
    {
        await visit.SignedInOrEnrolling();
        var serial = DeviceForms.Serial(visit);
        var device = await visit.Run(new ShowMfaEnrolment.Request(visit.Route("name"), serial));
        return visit.SecretPage<SetUpPage>(new { UserName = visit.Route("name"), Serial = serial, Device = device });
    }

    private static async Task<IResult> SetUp(Visit visit)
    {
        await visit.SignedInOrEnrolling();
        var userName = visit.Route("name");
        var serial = DeviceForms.Serial(visit);
        try
        {
            await visit.Run(new EnableMFADevice.Request(userName, serial, visit.Form.Code("AuthenticationCode1"), visit.Form.Code("AuthenticationCode2")));
            return await Wizard.Done(visit, userName, serial);
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null, "AuthenticationCode1", "AuthenticationCode2");
            return await ShowSetUp(visit);
        }
    }
}
