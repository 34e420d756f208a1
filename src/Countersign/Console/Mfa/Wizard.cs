using Countersign.Console.Frame;
using Countersign.Console.SignIn;
using Countersign.Identity;
using Countersign.SignIn;

namespace Countersign.Console.Mfa;

/// <summary>The wizard that gives a user an MFA device: name and kind, set up, done. Each step has its address.</summary>
/// <remarks>It runs on the pages of a user, and in the middle of a sign-in where the account demands MFA and the user has none.</remarks>
internal static class Wizard
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/users/{name}/mfa/assign", Show);
        app.MapForm("/users/{name}/mfa/assign", Assign);
        app.MapPage("/users/{name}/mfa/assign/{device}/done", ShowDone);
        foreach (var row in WizardRow.All)
            row.Map(app);
    }

    /// <summary>Ends the wizard: a device has been assigned. A sign-in that waited for it goes on to its session; a session in which its own user has proven it gets a new token.</summary>
    public static async Task<IResult> Done(Visit visit, string userName, SerialNumber serial)
    {
        if (visit.Enrolling is not null)
            SignInForms.Begin(visit, await visit.RunPending(new CompleteSignIn.Request()));
        else if (visit.IsSelf(userName))
            visit.Cookies.Write(visit.Http, ConsoleCookie.Session, (await visit.Run(new RenewSession.Request())).Token!);
        return Visit.To(Links.Assigned(userName, serial));
    }

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedInOrEnrolling();
        return visit.Page<AssignPage>(new { User = await Find(visit) });
    }

    private static async Task<WizardSubject> Find(Visit visit)
    {
        if (visit.Enrolling is { } enrolling)
            return new WizardSubject(enrolling.UserName, [], 1);    // whom the account makes enrol has none
        var user = await visit.Run(new GetUserCredentials.Request(visit.Route("name")));
        return new WizardSubject(user.UserName, user.Devices.Select(device => device.Name).ToList(), user.DeviceLimit);
    }

    private static async Task<IResult> Assign(Visit visit)
    {
        await visit.SignedInOrEnrolling();
        try
        {
            var name = visit.Form.Value("DeviceName").Trim();
            if (name.Length == 0)
                throw FormErrors.Empty("DeviceName", "a name for the device");
            var kind = visit.Form.Value("Kind", Countersign.Mfa.VirtualDevice.Name);
            var row = WizardRow.All.FirstOrDefault(row => row.Value == kind && row.WhyNot(visit) is null) ?? throw FormErrors.NoSuchKind("Kind");
            return await row.Start(visit, visit.Route("name"), name);
        }
        catch (ApiError refusal) when (refusal.Status is not StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, null, "DeviceName");
            return await Show(visit);
        }
    }

    private static async Task<IResult> ShowDone(Visit visit)
    {
        await visit.SignedIn();
        var user = await visit.Run(new GetUserCredentials.Request(visit.Route("name")));
        return visit.Page<AssignedPage>(new { User = user, Device = DeviceForms.Find(user, DeviceForms.Serial(visit)) });
    }
}
