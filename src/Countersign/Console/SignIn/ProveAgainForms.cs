using Countersign.Console.Frame;
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

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<ConfirmPage>();
    }

    private static async Task<IResult> Confirm(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            OneTimeCode? code = visit.Session!.HasMfaDevice ? visit.Form.Code("Code") : null;
            var answer = await visit.Run(new ProveAgain.Request(visit.Form.Password("Password"), code));
            visit.Cookies.Write(visit.Http, ConsoleCookie.Session, answer.Token!);
            return Visit.To(visit.Return);
        }
        catch (ApiError refusal) when (refusal.Status != StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, refusal.Code == "InvalidAuthenticationCode" ? "Code" : "Password", "Password", "Code");
            return await Show(visit);
        }
    }
}
