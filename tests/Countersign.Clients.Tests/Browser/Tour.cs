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
    }
}
