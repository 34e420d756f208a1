using Countersign.Console.Frame;
using Countersign.Mfa;
using Countersign.Mfa.Tokens;

namespace Countersign.Console.Mfa;

/// <summary>A hardware token: the number on its back, and two codes as proof.</summary>
internal sealed class TokenRow : WizardRow
{
    public override int Order => 3;

    public override string Value => "token";

    public override string Title => "Hardware token";

    public override string Hint =>
        "A fob or card that shows a code: SafeNet, Feitian, Token2, YubiKey OTP, RSA SecurID. Your administrator has put it into the inventory.";

    public override string Suggestion => "token";

    public override void Map(WebApplication app)
    {
        app.MapPage("/users/{name}/mfa/assign/token", Show);
        app.MapForm("/users/{name}/mfa/assign/token", SetUp);
    }

    public override Task<IResult> Start(Visit visit, string userName, string deviceName) =>
        Task.FromResult(Visit.To(Links.AssignToken(userName)));

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedInOrEnrolling();
        return visit.Page<TokenSetUpPage>(new { UserName = visit.Route("name") });
    }

    private static async Task<IResult> SetUp(Visit visit)
    {
        await visit.SignedInOrEnrolling();
        var userName = visit.Route("name");
        try
        {
            var (first, second) = (visit.Form.Code("AuthenticationCode1"), visit.Form.Code("AuthenticationCode2"));
            var token = await visit.Run(new FindToken.Request(userName, visit.Form.Value("SerialNumber")));
            await visit.Run(new EnableMFADevice.Request(userName, token.SerialNumber, first, second));
            return await Wizard.Done(visit, userName, token.SerialNumber);
        }
        catch (ApiError refusal) when (refusal.Status is not StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, null, "SerialNumber", "AuthenticationCode1", "AuthenticationCode2");
            return await Show(visit);
        }
    }
}
