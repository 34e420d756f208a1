using System.Globalization;
using Countersign.Console.Frame;
using Countersign.Identity;
using Countersign.Mfa;

namespace Countersign.Console.Recovery;

/// <summary>A one-time code that an administrator makes for somebody who has no device at hand.</summary>
internal static class BypassCodeForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/users/{name}/bypass-code", Show);
        app.MapForm("/users/{name}/bypass-code", Create);
        app.MapPage("/users/{name}/bypass-code/done", ShowDone);
    }

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<BypassCodePage>(new { User = await visit.Run(new GetUserCredentials.Request(visit.Route("name"))) });
    }

    private static async Task<IResult> Create(Visit visit)
    {
        await visit.SignedIn();
        var userName = visit.Route("name");
        try
        {
            if (!int.TryParse(visit.Form.Value("Hours"), NumberStyles.None, CultureInfo.InvariantCulture, out var hours))
                throw MfaErrors.BadHours(CreateBypassCode.MostHours);
            var made = await visit.Batch(
                (batch, operations) => batch.Run(new CreateBypassCode.Request(userName, hours), operations), visit.Form.Reason());
            visit.SendSecret(Links.BypassCodeMade(userName), made.Code.Reveal(), made.ExpiresAt.ToString("O", CultureInfo.InvariantCulture));
            return Visit.To(Links.BypassCodeMade(userName));
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null, "Hours", "Reason");
            return await Show(visit);
        }
    }

    private static async Task<IResult> ShowDone(Visit visit)
    {
        await visit.SignedIn();
        var parts = visit.TakeSecret();
        return visit.SecretPage<BypassCodeShownPage>(new
        {
            UserName = visit.Route("name"),
            Code = parts[0],
            ExpiresAt = DateTimeOffset.Parse(parts[1], CultureInfo.InvariantCulture),
        });
    }
}
