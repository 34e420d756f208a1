namespace Countersign.Clients.Tests.Browser;

/// <summary>One walk past every page of the console, in the order in which people come to them.</summary>
internal static class Tour
{
    /// <param name="admin">Signed in.</param>
    /// <param name="alice">Somebody who has not signed in.</param>
    /// <param name="userName">The user that is created on the way.</param>
    /// <param name="password">The user's password.</param>
    /// <param name="look">Is told the name of each page, and whose browser shows it.</param>
    public static async Task Past(Visitor admin, Visitor alice, string userName, string password, Func<string, Visitor, Task> look)
    {
        await alice.Open("/sign-in");
        await look("sign-in", alice);
        await alice.SignIn("nobody", password);
        await alice.IsAt("Sign in");
        await look("sign-in-refused", alice);

        await admin.Open("/users/create");
        await look("create-user", admin);
        await admin.CreateUser(userName, password);
        await look("no-device", admin);
        await admin.Open("/users");
        await look("users", admin);
        await AccessTour.Past(admin, userName, look);
        await TokenTour.Past(admin, userName, look);
        await admin.Open($"/users/{userName}/mfa/assign");
        await look("assign", admin);
        var phone = await admin.BeginToAssign(userName, "pixel-9");
        await look("set-up", admin);
        await admin.Type("First code", await phone.Code());
        await admin.Type("The one after it", await phone.Code());
        await admin.Press("Assign device");
        await admin.ReadsBeside("The one after it", "That is the same code. Wait until the app shows a new one.");
        await look("set-up-refused", admin);
        await admin.ProveWithTwoCodes(phone);
        await admin.IsAt("pixel-9 is assigned");
        await look("done", admin);
        await admin.Open($"/users/{userName}/security-credentials");
        await look("security-credentials", admin);
        await admin.Follow("Manage pixel-9");
        await admin.IsAt("pixel-9");
        await look("manage", admin);
        await admin.Follow("Resync");
        await admin.IsAt("Resync pixel-9");
        await look("resync", admin);
        await admin.Follow("Cancel");
        await admin.IsAt("pixel-9");
        await admin.Follow("Remove");
        await admin.IsAt($"Remove pixel-9 from {userName}?");
        await look("remove", admin);
        await admin.Open($"/users/{userName}/delete");
        await look("delete-user", admin);
        await admin.Open("/nowhere");
        await look("not-found", admin);

        await alice.SignInUntilCode(userName, password);
        await look("mfa-code", alice);
        await alice.Page.GetByText("Try another way").ClickAsync();
        await alice.Page.GetByText("Lost your device?").ClickAsync();
        await look("other-ways", alice);
        await alice.SendCode(await phone.NextCode());
        await alice.IsAt("My security credentials");
        await look("my-credentials", alice);
        await alice.Open("/my/password");
        await look("my-password", alice);
        await alice.Open("/confirm");
        await look("confirm", alice);
        await alice.Open("/users");
        await alice.IsAt("Not permitted");
        await look("not-permitted", alice);

        await PastRecovery(admin, alice, userName, password, look);
        await PastSettings(admin, alice, userName + "-new", password, look);
    }

    private static async Task PastRecovery(Visitor admin, Visitor alice, string userName, string password, Func<string, Visitor, Task> look)
    {
        await alice.Open("/my/recovery-codes");
        await look("recovery-codes", alice);
        var codes = await alice.MakeRecoveryCodes();
        await look("recovery-codes-shown", alice);
        await alice.Page.GetByLabel("I have put these codes away.").CheckAsync();
        await alice.Press("Done");
        await alice.IsAt("My security credentials");
        await alice.Open("/confirm?with=recovery");
        await look("confirm-recovery", alice);
        await alice.Open("/my/password");
        await alice.Press("Sign out");
        await alice.IsAt("Sign in");
        await alice.SignInWithRecoveryCode(userName, password, "0000-0000-0000-0000");
        await alice.ReadsBeside("Recovery code or code from your administrator", "That code was not right, has been used, or is over. Each works once.");
        await look("sign-in-recovery", alice);
        await alice.SignInWithRecoveryCode(userName, password, codes[0]);
        await alice.IsAt("My security credentials");
        await look("recovered", alice);

        await admin.Open($"/users/{userName}/bypass-code");
        await look("bypass-code", admin);
        await admin.Press("Make one-time code");
        await admin.IsAt($"One-time code for {userName}");
        await look("bypass-code-shown", admin);
        await admin.Open($"/users/{userName}/security-credentials");
        await look("security-credentials-with-code", admin);
    }

    private static async Task PastSettings(Visitor admin, Visitor newcomer, string userName, string password, Func<string, Visitor, Task> look)
    {
        await admin.CreateUser(userName, password);
        await admin.Open("/settings/mfa");
        await look("settings", admin);
        await admin.Page.GetByText("Required from a day on").ClickAsync();
        await admin.Press("Save settings");
        await admin.ReadsBeside("First day (UTC)", "Choose a day, such as 2026-12-31.");
        await look("settings-refused", admin);
        await newcomer.Page.Context.ClearCookiesAsync();
        try
        {
            await newcomer.Server.Demand(new() { RequiredFrom = newcomer.Server.Clock.GetUtcNow().AddDays(7) });
            await newcomer.SignIn(userName, password);
            await newcomer.IsAt("My security credentials");
            await look("soon-required", newcomer);

            await newcomer.Server.Demand(new() { RequiredFrom = newcomer.Server.Clock.GetUtcNow() });
            await newcomer.SignIn(userName, password);
            await newcomer.IsAt("Assign MFA device");
            await look("enrol", newcomer);
            await newcomer.Choose("Authenticator app");
            await newcomer.Press("Next");
            await newcomer.IsAt("Set up your authenticator app");
            await look("enrol-set-up", newcomer);
        }
        finally
        {
            await newcomer.Server.Demand(new() { RequiredFrom = null });
        }
    }
}
