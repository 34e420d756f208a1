using Countersign.Console.Frame;
using Countersign.Identity;

namespace Countersign.Console.Credentials;

/// <summary>Access keys: a new one, whose secret is shown once; on and off; the end of one.</summary>
internal static class AccessKeyForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/users/{name}/access-keys/create", ShowCreate);
        app.MapForm("/users/{name}/access-keys/create", Create);
        app.MapPage("/users/{name}/access-keys/created", ShowCreated);
        foreach (var change in new[] { "activate", "deactivate", "delete" })
        {
            var pattern = $"/users/{{name}}/access-keys/{{key}}/{change}";
            app.MapPage(pattern, visit => ShowChange(visit, change));
            app.MapForm(pattern, visit => Change(visit, change));
        }
    }

    private static async Task<IResult> ShowCreate(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<CreateKeyPage>(new { User = await visit.Run(new GetUserCredentials.Request(visit.Route("name"))) });
    }

    private static async Task<IResult> Create(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            var key = (await visit.Run(new CreateAccessKey.Request(visit.Route("name")))).AccessKey;
            visit.SendSecret(Links.KeyCreated(visit.Route("name")), key.AccessKeyId, key.SecretAccessKey);
            return Visit.To(Links.KeyCreated(visit.Route("name")));
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null);
            return await ShowCreate(visit);
        }
    }

    private static async Task<IResult> ShowCreated(Visit visit)
    {
        await visit.SignedIn();
        var parts = visit.TakeSecret();
        return visit.SecretPage<KeyShownPage>(new { UserName = visit.Route("name"), AccessKeyId = parts[0], Secret = parts[1] });
    }

    private static async Task<IResult> ShowChange(Visit visit, string change)
    {
        await visit.SignedIn();
        var user = await visit.Run(new GetUserCredentials.Request(visit.Route("name")));
        var key = user.AccessKeys.FirstOrDefault(key => key.AccessKeyId == visit.Route("key")) ?? throw IamErrors.NoSuchAccessKey(visit.Route("key"));
        return visit.Page<ChangeKeyPage>(new { User = user, Key = key, Change = change });
    }

    private static async Task<IResult> Change(Visit visit, string change)
    {
        await visit.SignedIn();
        var (userName, key) = (visit.Route("name"), visit.Route("key"));
        try
        {
            if (change == "delete")
                await visit.Run(new DeleteAccessKey.Request(key, userName));
            else
                await visit.Run(new UpdateAccessKey.Request(key, change == "activate" ? AccessKeyStatus.Active : AccessKeyStatus.Inactive, userName));
            return Visit.To(Links.Credentials(userName, visit.Session) + $"?done=key-{change}");
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null);
            return await ShowChange(visit, change);
        }
    }
}
