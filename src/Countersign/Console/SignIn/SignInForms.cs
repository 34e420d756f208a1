using Countersign.Console.Frame;
using Countersign.Mfa;
using Countersign.SignIn;

namespace Countersign.Console.SignIn;

/// <summary>Signing in and out: password, code, new password, session.</summary>
internal static class SignInForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/sign-in", ShowSignIn);
        app.MapForm("/sign-in", SignIn);
        app.MapPage("/sign-in/code", ShowCode);
        app.MapForm("/sign-in/code", SendCode);
        app.MapPage("/sign-in/new-password", ShowNewPassword);
        app.MapForm("/sign-in/new-password", SendNewPassword);
        app.MapForm("/sign-out", SignOut);
    }

    internal static Task<IResult> ShowSignIn(Visit visit) => SignInPage(visit);

    private static async Task<IResult> SignIn(Visit visit)
    {
        var userName = visit.Form.Value("UserName").Trim();
        try
        {
            if (userName.Length == 0)
                throw FormErrors.Empty("UserName", "your user name");
            var account = visit.Form.Value("Account").Trim();
            if (account.Length == 0)
                throw FormErrors.Empty("Account", "the 12 digits of your account, or its alias");
            var answer = await visit.RunAnonymous(
                userName, new SignInWithPassword.Request(account, userName, visit.Form.Password("Password")));
            visit.Cookies.Write(visit.Http, ConsoleCookie.Account, account);
            return Next(visit, answer);
        }
        catch (ApiError refusal)
        {
            visit.Form.Refuse(refusal, null, "Account", "UserName", "Password");
            return await SignInPage(visit);
        }
    }

    private static async Task<IResult> SignInPage(Visit visit) => visit.Page<SignInPage>(new
    {
        Passkey = await visit.RunAnonymous("", new StartPasskeySignIn.Request()),
        Account = visit.Query("account") ?? visit.Cookies.Read(visit.Http, ConsoleCookie.Account) ?? "",
        Expired = visit.Query("expired") is not null,
    });

    private static async Task<IResult> ShowCode(Visit visit)
    {
        var step = await visit.RunPending(new GetSignInStep.Request());
        return step.Step == SignInStep.SecondFactor ? CodePage(visit, step) : Visit.To(Links.OfStep(step.Step, step.UserName, visit.Return));
    }

    private static IResult CodePage(Visit visit, GetSignInStep.Response step)
    {
        var serial = Links.Serial(visit.Form.Value("device", visit.Query("device") ?? ""));
        var chosen = step.Devices.FirstOrDefault(device => device.SerialNumber == serial)
            ?? step.Devices.FirstOrDefault(device => !device.IsDisabled);
        return chosen?.Proof switch
        {
            ProofForm.Code => visit.Page<CodePage>(new { step.Devices, Chosen = chosen, step.Wait }),
            ProofForm.Assertion => Visit.To(Links.WithReturn(Links.SignInPasskey, visit.Return)),
            _ => Visit.To(Links.WithReturn(Links.SignInRecovery, visit.Return)),    // nothing else is left
        };
    }

    private static async Task<IResult> SendCode(Visit visit)
    {
        try
        {
            return Next(visit, await visit.RunPending(new SignInWithCode.Request(
                visit.Form.Passcode("Code"), Links.Serial(visit.Form.Value("device")), visit.Form.OptionalPasscode("NextCode"))));
        }
        catch (ApiError refusal) when (refusal.Status != StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, "Code", "NextCode");
            return CodePage(visit, await visit.RunPending(new GetSignInStep.Request()));
        }
    }

    private static async Task<IResult> ShowNewPassword(Visit visit)
    {
        var step = await visit.RunPending(new GetSignInStep.Request());
        return step.Step == SignInStep.NewPassword
            ? visit.Page<NewPasswordPage>(new { step.UserName })
            : Visit.To(Links.OfStep(step.Step, step.UserName, visit.Return));
    }

    private static async Task<IResult> SendNewPassword(Visit visit)
    {
        try
        {
            var password = visit.Form.Password("NewPassword");
            if (visit.Form.Value("NewPassword") != visit.Form.Value("Repeated"))
                throw FormErrors.NotTheSame("Repeated");
            return Next(visit, await visit.RunPending(new ChooseNewPassword.Request(password)));
        }
        catch (ApiError refusal) when (refusal.Status != StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, "NewPassword", "Repeated");
            return await ShowNewPassword(visit);
        }
    }

    private static async Task<IResult> SignOut(Visit visit)
    {
        await visit.SignedInOrNot();
        if (visit.Session is not null)
            await visit.Run(new SignOut.Request());
        visit.Cookies.Remove(visit.Http, ConsoleCookie.Session);
        return Visit.To(Links.SignIn);
    }

    /// <summary>Goes on to where a sign-in stands after a step.</summary>
    /// <param name="visit">The visit.</param>
    /// <param name="answer">Of the step.</param>
    /// <param name="goTo">Where it ends; where the visitor wanted to go when left out.</param>
    internal static IResult Next(Visit visit, SignInAnswer answer, string? goTo = null)
    {
        goTo ??= visit.Return;
        if (answer.Step != SignInStep.Done)
        {
            if (answer.Token is not null)
                visit.Cookies.Write(visit.Http, ConsoleCookie.Attempt, answer.Token);
            return Visit.To(Links.OfStep(answer.Step, answer.UserName, goTo));
        }

        Begin(visit, answer);
        return Visit.To(goTo);
    }

    /// <summary>Gives the browser its session.</summary>
    internal static void Begin(Visit visit, SignInAnswer answer)
    {
        visit.Cookies.Remove(visit.Http, ConsoleCookie.Attempt);
        visit.Cookies.Write(visit.Http, ConsoleCookie.Session, answer.Token!);
        visit.Remember(answer.UserName);
    }
}
