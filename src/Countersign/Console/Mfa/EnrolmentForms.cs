using Countersign.Console.Frame;
using Countersign.Identity;
using Countersign.Mfa;

namespace Countersign.Console.Mfa;

/// <summary>The wizard that gives a user an MFA device: name and kind, set up, done. Each step has its address.</summary>
internal static class EnrolmentForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/users/{name}/mfa/assign", ShowAssign);
        app.MapForm("/users/{name}/mfa/assign", Assign);
        app.MapPage("/users/{name}/mfa/assign/{device}/set-up", ShowSetUp);
        app.MapForm("/users/{name}/mfa/assign/{device}/set-up", SetUp);
        app.MapPage("/users/{name}/mfa/assign/{device}/done", ShowDone);
    }

    private static async Task<IResult> ShowAssign(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<AssignPage>(new { User = await visit.Run(new GetUserCredentials.Request(visit.Route("name"))) });
    }

    private static async Task<IResult> Assign(Visit visit)
    {
        await visit.SignedIn();
        var userName = visit.Route("name");
        try
        {
            var name = visit.Form.Value("DeviceName").Trim();
            if (name.Length == 0)
                throw FormErrors.Empty("DeviceName", "a name for the device");
            var device = await visit.Run(new StartMfaEnrolment.Request(userName, name));
            return Visit.To(Links.SetUp(userName, device.SerialNumber));
        }
        catch (ApiError refusal) when (refusal.Status is not StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, null, "DeviceName");
            return await ShowAssign(visit);
        }
    }

    private static async Task<IResult> ShowSetUp(Visit visit)
    {
        await visit.SignedIn();
        var serial = DeviceForms.Serial(visit);
        var device = await visit.Run(new ShowMfaEnrolment.Request(visit.Route("name"), serial));
        return visit.SecretPage<SetUpPage>(new { UserName = visit.Route("name"), Serial = serial, Device = device });
    }

    private static async Task<IResult> SetUp(Visit visit)
    {
        await visit.SignedIn();
        var userName = visit.Route("name");
        var serial = DeviceForms.Serial(visit);
        try
        {
            await visit.Run(new EnableMFADevice.Request(userName, serial, visit.Form.Code("AuthenticationCode1"), visit.Form.Code("AuthenticationCode2")));
            return Visit.To(Links.Assigned(userName, serial));
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null, "AuthenticationCode1", "AuthenticationCode2");
            return await ShowSetUp(visit);
        }
    }

    private static async Task<IResult> ShowDone(Visit visit)
    {
        await visit.SignedIn();
        var user = await visit.Run(new GetUserCredentials.Request(visit.Route("name")));
        return visit.Page<AssignedPage>(new { User = user, Device = DeviceForms.Find(user, DeviceForms.Serial(visit)) });
    }
}
