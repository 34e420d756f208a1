using System.Text;
using Countersign.Console.Frame;
using Countersign.Console.SignIn;
using Countersign.Identity;
using Countersign.SignIn;

namespace Countersign.Console.Recovery;

/// <summary>Recovery codes: signing in with one, and making new ones, which are shown once.</summary>
internal static class RecoveryForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/sign-in/recovery", ShowSignIn);
        app.MapForm("/sign-in/recovery", SignIn);
        app.MapPage("/my/recovery-codes", ShowMine);
        app.MapForm("/my/recovery-codes", Create);
        app.MapPage("/my/recovery-codes/created", ShowCreated);
        app.MapForm("/my/recovery-codes/download", Download);
    }

    /// <summary>What was typed as a recovery code.</summary>
    /// <exception cref="ApiError">ValidationError: it cannot be one. Nothing is counted, since nothing was judged.</exception>
    public static RecoveryCode Typed(Visit visit) =>
        RecoveryCode.TryParse(visit.Form.Value("RecoveryCode")) ?? throw SignInErrors.NotARecoveryCode();

    private static async Task<IResult> ShowSignIn(Visit visit)
    {
        var step = await visit.RunPending(new GetSignInStep.Request());
        return step.Step == SignInStep.SecondFactor
            ? visit.Page<RecoveryPage>(new { step.Devices, step.Wait })
            : Visit.To(Links.OfStep(step.Step, step.UserName, visit.Return));
    }

    private static async Task<IResult> SignIn(Visit visit)
    {
        try
        {
            // Wherever the visitor was going: first to the devices, one of which may be lost.
            return SignInForms.Next(visit, await visit.RunPending(new SignInWithRecoveryCode.Request(Typed(visit))), Links.MyCredentials);
        }
        catch (ApiError refusal) when (refusal.Status != StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, "RecoveryCode");
            return await ShowSignIn(visit);
        }
    }

    private static async Task<IResult> ShowMine(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<CreateCodesPage>(new { User = await visit.Run(new GetUserCredentials.Request()) });
    }

    private static async Task<IResult> Create(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            var made = await visit.Run(new CreateRecoveryCodes.Request());
            visit.SendSecret(Links.RecoveryCodesCreated, [.. made.Codes.Select(code => code.Reveal())]);
            return Visit.To(Links.RecoveryCodesCreated);
        }
        catch (ApiError refusal) when (refusal.Status != StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, null);
            return await ShowMine(visit);
        }
    }

    private static async Task<IResult> ShowCreated(Visit visit)
    {
        await visit.SignedIn();
        return visit.SecretPage<CodesShownPage>(new { Codes = visit.TakeSecret() });
    }

    // The server keeps no codes: the page that shows them sends them along, and gets them back as a file.
    private static async Task<IResult> Download(Visit visit)
    {
        await visit.SignedIn();
        var codes = visit.Form.Value("Codes").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (RecoveryCode.TryParse(line) ?? throw SignInErrors.NotARecoveryCode()).Reveal());
        string[] lines =
        [
            $"Countersign recovery codes of {visit.Session!.UserName}",
            $"Account {Words.Account(visit.Session.AccountId)}, {visit.ConsoleUrl}{Links.SignIn}",
            $"Made on {Words.Day(visit.Now)}. Each signs in once, after the password: Try another way, Recovery code.",
            "",
            .. codes,
            "",
        ];
        return Results.File(Encoding.UTF8.GetBytes(string.Join('\n', lines)), "text/plain; charset=utf-8", "countersign-recovery-codes.txt");
    }
}
