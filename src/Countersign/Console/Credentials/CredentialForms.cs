using Countersign.Console.Frame;
using Countersign.Identity;

namespace Countersign.Console.Credentials;

/// <summary>The page of a user's security credentials: somebody else's, or one's own.</summary>
internal static class CredentialForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/users/{name}/security-credentials", visit => Show(visit, visit.Route("name")));
        app.MapPage("/my/security-credentials", visit => Show(visit, null));
    }

    private static async Task<IResult> Show(Visit visit, string? userName)
    {
        await visit.SignedIn();
        return visit.Page<CredentialsPage>(new { User = await visit.Run(new GetUserCredentials.Request(userName)), IsMine = userName is null });
    }
}
