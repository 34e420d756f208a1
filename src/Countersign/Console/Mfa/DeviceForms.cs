using Countersign.Console.Frame;
using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Otp.SecurId;

namespace Countersign.Console.Mfa;

/// <summary>What can be done with a device that somebody has: resynchronise, rename, enable, remove.</summary>
internal static class DeviceForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/users/{name}/mfa/{device}/manage", Show<ManagePage>);
        app.MapPage("/users/{name}/mfa/{device}/resync", Show<ResyncPage>);
        app.MapForm("/users/{name}/mfa/{device}/resync", Resync);
        app.MapPage("/users/{name}/mfa/{device}/rename", Show<RenamePage>);
        app.MapForm("/users/{name}/mfa/{device}/rename", Rename);
        app.MapPage("/users/{name}/mfa/{device}/remove", Show<RemovePage>);
        app.MapForm("/users/{name}/mfa/{device}/remove", Remove);
        app.MapPage("/users/{name}/mfa/{device}/enable", Show<ManagePage>);
        app.MapForm("/users/{name}/mfa/{device}/enable", Enable);
        app.MapPage("/users/{name}/mfa/{device}/pin", ShowPin);
        app.MapForm("/users/{name}/mfa/{device}/pin", SetPin);
    }

    /// <summary>The serial number in the address.</summary>
    /// <exception cref="ApiError">NoSuchEntity: it is none.</exception>
    public static SerialNumber Serial(Visit visit) => Links.Serial(visit.Route("device")) ?? throw FormErrors.NoSuchDevice();

    /// <summary>One of a user's devices.</summary>
    /// <exception cref="ApiError">NoSuchEntity: not this user's.</exception>
    public static GetUserCredentials.Device Find(GetUserCredentials.Response user, SerialNumber serial) =>
        user.Devices.FirstOrDefault(device => device.SerialNumber == serial) ?? throw FormErrors.NoSuchDevice();

    private static async Task<IResult> Show<TPage>(Visit visit)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        await visit.SignedIn();
        var user = await visit.Run(new GetUserCredentials.Request(visit.Route("name")));
        return visit.Page<TPage>(new { User = user, Device = Find(user, Serial(visit)) });
    }

    private static async Task<IResult> Resync(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            await visit.Run(new ResyncMFADevice.Request(
                visit.Route("name"), Serial(visit), visit.Form.Code("AuthenticationCode1"), visit.Form.Code("AuthenticationCode2")));
            return Visit.To(Links.Device(visit.Route("name"), Serial(visit), "manage") + "?done=resync");
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null, "AuthenticationCode1", "AuthenticationCode2");
            return await Show<ResyncPage>(visit);
        }
    }

    private static async Task<IResult> Rename(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            var name = visit.Form.Value("DeviceName").Trim();
            if (name.Length == 0)
                throw FormErrors.Empty("DeviceName", "a name for the device");
            await visit.Run(new RenameMFADevice.Request(visit.Route("name"), Serial(visit), name));
            return Visit.To(Links.Device(visit.Route("name"), Serial(visit), "manage") + "?done=rename");
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null, "DeviceName");
            return await Show<RenamePage>(visit);
        }
    }

    private static async Task<IResult> Enable(Visit visit)
    {
        await visit.SignedIn();
        await visit.Run(new UnlockMFADevice.Request(visit.Route("name"), Serial(visit)));
        return Visit.To(Links.Device(visit.Route("name"), Serial(visit), "manage") + "?done=enable");
    }

    private static async Task<IResult> ShowPin(Visit visit)
    {
        await visit.SignedIn();
        var user = await visit.Run(new GetUserCredentials.Request(visit.Route("name")));
        var device = Find(user, Serial(visit));
        return device.Pin is null ? throw MfaErrors.KnowsNoPin() : visit.Page<PinPage>(new { User = user, Device = device });
    }

    private static async Task<IResult> SetPin(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            var style = Enum.TryParse<PinStyle>(visit.Form.Value("Style"), out var chosen) ? chosen : PinStyle.None;
            SecurIdPin? pin = null;
            if (style != PinStyle.None && !SecurIdPin.TryParse(visit.Form.Value("Pin"), out pin))
                throw MfaErrors.BadPin();
            await visit.Run(new SetTokenPin.Request(visit.Route("name"), Serial(visit), style, pin));
            return Visit.To(Links.Device(visit.Route("name"), Serial(visit), "manage") + "?done=pin");
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null, "Pin");
            return await ShowPin(visit);
        }
    }

    private static async Task<IResult> Remove(Visit visit)
    {
        await visit.SignedIn();
        var (userName, serial) = (visit.Route("name"), Serial(visit));
        var user = await visit.Run(new GetUserCredentials.Request(userName));
        var device = Find(user, serial);
        try
        {
            if (user.IsLastDeviceOfLastAdministrator && visit.Form.Value("Confirmation").Trim() != device.Name)
                throw FormErrors.NotConfirmed("Confirmation", device.Name);
            try
            {
                await visit.Batch((batch, operations) => DeviceRemoval.Run(userName, device, batch, operations), visit.Form.Reason());
            }
            catch (ApiError refusal) when (refusal.Code == "AccessDenied")
            {
                // One may be allowed to take one's device off and not to delete it, as it was made by somebody else: it stays, nobody's.
                await visit.Batch((batch, operations) => batch.Run(new DeactivateMFADevice.Request(serial, userName), operations), visit.Form.Reason());
            }

            return Visit.To(Links.Credentials(userName, visit.Session) + "?done=removed");
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null, "Reason", "Confirmation");
            return await Show<RemovePage>(visit);
        }
    }
}
