using Countersign.Console.Frame;
using Countersign.Mfa;
using Countersign.Mfa.Passkeys;
using Countersign.SignIn;

namespace Countersign.Console.SignIn;

/// <summary>Signing in with a passkey, after the password or alone, and confirming with one.</summary>
internal static class PasskeyForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/sign-in/passkey", ShowSecondStep);
        app.MapForm("/sign-in/passkey", SecondStep);
        app.MapForm("/sign-in/without-password", WithoutPassword);
        app.MapPage("/confirm/passkey", ShowConfirm);
        app.MapForm("/confirm/passkey", Confirm);
    }

    private static async Task<IResult> ShowSecondStep(Visit visit)
    {
        var step = await visit.RunPending(new GetSignInStep.Request());
        if (step.Step != SignInStep.SecondFactor)
            return Visit.To(Links.OfStep(step.Step, step.UserName, visit.Return));
        var asked = await visit.RunPending(new StartPasskeySignIn.Request());
        return asked.Names.Count == 0
            ? Visit.To(Links.WithReturn(Links.SignInCode, visit.Return))
            : visit.Page<PasskeyPage>(new
            {
                Asked = asked,
                Others = step.Devices.Where(device => device.Proof == ProofForm.Code).ToList(),
            });
    }

    private static async Task<IResult> SecondStep(Visit visit)
    {
        try
        {
            return SignInForms.Next(visit, await visit.RunPending(new SignInWithPasskey.Request(Assertion(visit), Challenge(visit))));
        }
        catch (ApiError refusal) when (refusal.Status != StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, null);
            return await ShowSecondStep(visit);
        }
    }

    private static async Task<IResult> WithoutPassword(Visit visit)
    {
        try
        {
            var request = new SignInWithDiscoverablePasskey.Request(Assertion(visit), Challenge(visit));
            return SignInForms.Next(visit, await visit.RunAnonymous("", request));
        }
        catch (ApiError refusal)
        {
            visit.Form.Refuse(refusal, null);
            return await SignInForms.ShowSignIn(visit);
        }
    }

    private static async Task<IResult> ShowConfirm(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<ConfirmPasskeyPage>(new { Asked = await visit.Run(new StartPasskeySignIn.Request()) });
    }

    private static async Task<IResult> Confirm(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            Password? password = visit.Form.Value("Password").Length > 0 ? visit.Form.Password("Password") : null;
            var answer = await visit.Run(new ProveAgain.Request(password, Assertion: Assertion(visit), Challenge: Challenge(visit)));
            visit.Cookies.Write(visit.Http, ConsoleCookie.Session, answer.Token!);
            return Visit.To(visit.Return);
        }
        catch (ApiError refusal) when (refusal.Status != StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, null, "Password");
            return await ShowConfirm(visit);
        }
    }

    private static PasskeyAssertion Assertion(Visit visit) => PasskeyAssertion.Parse(visit.Form.Value("Answer"));

    private static SealedChallenge Challenge(Visit visit) => SealedChallenge.Parse(visit.Form.Value("Challenge"));
}
