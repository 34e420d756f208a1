using System.Globalization;
using Countersign.Console.Frame;
using Countersign.Mfa;

namespace Countersign.Console.Settings;

/// <summary>What the account demands of second factors.</summary>
internal static class SettingsForms
{
    private const int ShownOfPreview = 10;

    public static void Map(WebApplication app)
    {
        app.MapPage("/settings/mfa", Show);
        app.MapForm("/settings/mfa", Save);
    }

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<SettingsPage>(new { Demands = await visit.Run(new GetMfaSettings.Request()), Preview = await Preview(visit) });
    }

    /// <summary>Who would be led through enrolment today; null for a visitor who may not list users.</summary>
    private static async Task<ListUsersWithoutMfa.Response?> Preview(Visit visit)
    {
        try
        {
            return await visit.Run(new ListUsersWithoutMfa.Request(MaxItems: ShownOfPreview));
        }
        catch (ApiError refusal) when (refusal.Code == "AccessDenied")
        {
            return null;
        }
    }

    private static async Task<IResult> Save(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            var seen = new MfaDemands(
                SeenFrom(visit.Form.Value("SeenFrom")), visit.Form.Has("SeenPasswordless", "yes"), visit.Form.Has("SeenAttestation", "yes"),
                Lines(visit.Form.Value("SeenAaguids")));
            var wanted = new MfaDemands(
                RequiredFrom(visit, seen), visit.Form.Has("Passwordless", "yes"), visit.Form.Has("Attestation", "yes"),
                Lines(visit.Form.Value("AllowedAaguids")));
            await visit.Run(new UpdateMfaSettings.Request(wanted, seen));
            return Visit.To(Links.Settings + "?done=saved");
        }
        catch (ApiError refusal) when (refusal.Status != StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, null, "Day", "AllowedAaguids");
            return await Show(visit);
        }
    }

    private static DateTimeOffset? RequiredFrom(Visit visit, MfaDemands seen)
    {
        switch (visit.Form.Value("Required"))
        {
            case "now":
                return seen.RequiredFrom <= visit.Now ? seen.RequiredFrom : visit.Now;
            case "from":
                if (!DateOnly.TryParseExact(visit.Form.Value("Day").Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                    throw FormErrors.NoDay("Day");
                var from = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
                return from > visit.Now ? from : throw FormErrors.DayIsOver("Day");
            default:
                return null;
        }
    }

    private static DateTimeOffset? SeenFrom(string seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) && unix <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(unix)
            : null;

    private static string[] Lines(string text) => text.Split(
        ['\n', '\r', ' ', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
