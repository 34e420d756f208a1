using Countersign.Console.Frame;
using Countersign.Console.Users;
using Countersign.Identity;
using Countersign.SignIn;

namespace Countersign.Console.Credentials;

/// <summary>Console passwords: one's own is changed, somebody else's is replaced by a made-up one.</summary>
internal static class PasswordForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/my/password", ShowMine);
        app.MapForm("/my/password", ChangeMine);
        app.MapPage("/users/{name}/reset-password", ShowReset);
        app.MapForm("/users/{name}/reset-password", Reset);
        app.MapPage("/users/{name}/reset-password/done", ShowDone);
    }

    private static async Task<IResult> ShowMine(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<MyPasswordPage>();
    }

    private static async Task<IResult> ChangeMine(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            var request = new ChangePassword.Request(visit.Form.Password("OldPassword"), visit.Form.Password("NewPassword"));
            if (visit.Form.Value("NewPassword") != visit.Form.Value("Repeated"))
                throw FormErrors.NotTheSame("Repeated");
            await visit.Run(request);
            return Visit.To(Links.MyCredentials + "?done=password");
        }
        catch (ApiError refusal) when (refusal.Status != StatusCodes.Status401Unauthorized)
        {
            var field = refusal.Code switch
            {
                "PasswordPolicyViolation" => "NewPassword",
                "AccessDenied" when !RefusalText.IsDenial(refusal) => "OldPassword",
                _ => null,
            };
            visit.Form.Refuse(refusal, field, "OldPassword", "NewPassword", "Repeated");
            return await ShowMine(visit);
        }
    }

    private static async Task<IResult> ShowReset(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<ResetPasswordPage>(new { User = await visit.Run(new GetUserCredentials.Request(visit.Route("name"))) });
    }

    private static async Task<IResult> Reset(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            var answer = await visit.Run(new ResetPassword.Request(visit.Route("name")));
            visit.SendSecret(Links.PasswordReset(visit.Route("name")), answer.Password.Reveal());
            return Visit.To(Links.PasswordReset(visit.Route("name")));
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null);
            return await ShowReset(visit);
        }
    }

    private static async Task<IResult> ShowDone(Visit visit)
    {
        await visit.SignedIn();
        return visit.SecretPage<PasswordShownPage>(new
        {
            UserName = visit.Route("name"),
            Password = visit.TakeSecret()[0],
            Heading = $"{visit.Route("name")} has a new password",
        });
    }
}
