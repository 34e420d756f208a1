using Countersign.Console.Frame;
using Countersign.Identity;

namespace Countersign.Console.Users;

/// <summary>Users: the list, a new one, and the end of one.</summary>
internal static class UserForms
{
    /// <summary>What lets console users see and keep their own credentials.</summary>
    private static readonly string SelfManagement = Arn.OfBuiltInPolicy("SelfManageCredentials");

    public static void Map(WebApplication app)
    {
        app.MapPage("/users", ShowUsers);
        app.MapPage("/users/create", ShowCreate);
        app.MapForm("/users/create", Create);
        app.MapPage("/users/{name}", visit => Task.FromResult(Visit.To(Links.Credentials(visit.Route("name")))));
        app.MapPage("/users/{name}/created", ShowCreated);
        app.MapPage("/users/{name}/delete", ShowDelete);
        app.MapForm("/users/{name}/delete", Delete);
    }

    private static async Task<IResult> ShowUsers(Visit visit)
    {
        await visit.SignedIn();
        var page = await visit.Run(new ListUsersWithCredentials.Request(
            visit.Query("search"), visit.Query("mfa"), visit.Query("marker")));
        return visit.Page<UsersPage>(new { Page = page, Search = visit.Query("search") ?? "", Mfa = visit.Query("mfa") ?? "" });
    }

    private static async Task<IResult> ShowCreate(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<CreateUserPage>();
    }

    private static async Task<IResult> Create(Visit visit)
    {
        await visit.SignedIn();
        var userName = visit.Form.Value("UserName").Trim();
        try
        {
            if (!UserNameRule.IsGood(userName))
                throw FormErrors.BadUserName("UserName");
            var generated = visit.Form.Value("PasswordKind") == "generated";
            var password = !visit.Form.Has("ConsoleAccess", "yes") ? null : generated ? Password.Generate() : visit.Form.Password("Password");
            await visit.Batch(async (batch, operations) =>
            {
                await batch.Run(new CreateUser.Request(userName), operations);
                if (password is not null)
                {
                    await batch.Run(
                        new CreateLoginProfile.Request(userName, password, visit.Form.Has("PasswordResetRequired", "yes")), operations);
                    await batch.Run(new AttachUserPolicy.Request(userName, SelfManagement), operations);
                }

                return Nothing.Value;
            });
            if (password is null || !generated)
                return Visit.To(Links.Credentials(userName) + "?done=created");
            visit.SendSecret(Links.UserCreated(userName), password.Reveal());
            return Visit.To(Links.UserCreated(userName));
        }
        catch (ApiError refusal) when (refusal.Status != StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(
                refusal,
                refusal.Code switch { "EntityAlreadyExists" => "UserName", "PasswordPolicyViolation" => "Password", _ => null },
                "UserName", "Password");
            return await ShowCreate(visit);
        }
    }

    private static async Task<IResult> ShowCreated(Visit visit)
    {
        await visit.SignedIn();
        return visit.SecretPage<PasswordShownPage>(new
        {
            UserName = visit.Route("name"),
            Password = visit.TakeSecret()[0],
            Heading = $"{visit.Route("name")} is created",
        });
    }

    private static async Task<IResult> ShowDelete(Visit visit)
    {
        await visit.SignedIn();
        var user = await visit.Run(new GetUserCredentials.Request(visit.Route("name")));
        return visit.Page<DeleteUserPage>(new { User = user, IsLast = await IsLast(visit, user) });
    }

    /// <summary>Whether nobody would be an administrator any more; false for a visitor who may not know.</summary>
    private static async Task<bool> IsLast(Visit visit, GetUserCredentials.Response user) =>
        await visit.RunPart(new IsLastAdministrator.Request(user.UserName, IsDeleted: true)) is { IsLast: true };

    private static async Task<IResult> Delete(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            var user = await visit.Run(new GetUserCredentials.Request(visit.Route("name")));
            if (await IsLast(visit, user))
                visit.RequireTyped(user.UserName);
            await visit.Batch((batch, operations) => UserRemoval.Run(user, batch, operations), visit.Form.Reason());
            return Visit.To(Links.Users + "?done=deleted");
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null, "Reason", "Confirmation");
            return await ShowDelete(visit);
        }
    }
}
