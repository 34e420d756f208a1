using Countersign.Console.Frame;
using Countersign.Console.Recovery;
using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Otp;
using Countersign.SignIn;

namespace Countersign.Console.SignIn;

/// <summary>Asks once more who is at the keyboard, before credentials are changed, and goes on to where the visitor was going.</summary>
internal static class ProveAgainForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/confirm", Show);
        app.MapForm("/confirm", Confirm);
    }

    /// <summary>Whether the visitor gives a recovery code in the place of a device.</summary>
    public static bool IsByRecovery(Visit visit) => visit.Form.Value("with", visit.Query("with") ?? "") == "recovery";

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedIn();
        var passkeys = await visit.Run(new StartPasskeySignIn.Request());
        var onlyPasskeys = passkeys.Names.Count == visit.Session!.DeviceNames.Count;
        return passkeys.Options is not null && visit.Form.Error is null && !IsByRecovery(visit) && (onlyPasskeys || (passkeys.IsUsedLast && visit.Query("code") is null))
            ? Visit.To(Links.WithReturn(Links.ConfirmPasskey, visit.Return))
            : visit.Page<ConfirmPage>(new { Devices = await Devices(visit), HasPasskey = passkeys.Options is not null });
    }

    /// <summary>The devices to choose from; none when there is no choice, or the visitor may not see it.</summary>
    private static async Task<IReadOnlyList<GetUserCredentials.Device>> Devices(Visit visit)
    {
        if (visit.Session!.DeviceNames.Count < 2)
            return [];
        try
        {
            return (await visit.Run(new GetUserCredentials.Request())).Devices.Where(device => device.Proof == ProofForm.Code).ToList();
        }
        catch (ApiError refusal) when (refusal.Code == "AccessDenied")
        {
            return [];
        }
    }

    private static async Task<IResult> Confirm(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            var recovery = visit.Session!.HasMfaDevice && IsByRecovery(visit) ? RecoveryForms.Typed(visit) : null;
            Passcode? code = visit.Session.HasMfaDevice && recovery is null ? visit.Form.Passcode("Code") : null;
            var answer = await visit.Run(new ProveAgain.Request(
                visit.Form.Password("Password"), code, Links.Serial(visit.Form.Value("device")), Recovery: recovery));
            visit.Cookies.Write(visit.Http, ConsoleCookie.Session, answer.Token!);
            return Visit.To(visit.Return);
        }
        catch (ApiError refusal) when (refusal.Status != StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(
                refusal, refusal.Code != "InvalidAuthenticationCode" ? "Password" : IsByRecovery(visit) ? "RecoveryCode" : "Code",
                "Password", "Code", "RecoveryCode");
            return await Show(visit);
        }
    }
}
