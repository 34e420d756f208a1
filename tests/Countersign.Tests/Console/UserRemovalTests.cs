using Countersign.Identity;
using Countersign.Tests.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Console;

public sealed class UserRemovalTests
{
    [Fact]
    public async Task A_user_is_deleted_with_all_that_belongs_to_it_and_taken_out_of_its_groups()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var pipeline = browser.Server.Services.GetRequiredService<Pipeline>();
        Task<T> AsAdmin<T>(IRequest<T> request) => pipeline.Run(new AsUser("admin"), request, TestServer.Facts(), Browser.Cancellation);
        await AsAdmin(new CreateUser.Request("anna"));
        await AsAdmin(new CreateLoginProfile.Request("anna", Passwords.First));
        await AsAdmin(new CreateAccessKey.Request("anna"));
        await AsAdmin(new AttachUserPolicy.Request("anna", Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));
        await AsAdmin(new PutUserPolicy.Request("anna", "p", Documents.AllowAll));
        await AsAdmin(new UploadSSHPublicKey.Request("anna", SshKeys.Line));
        foreach (var group in new[] { "ops", "dev" })
        {
            await AsAdmin(new CreateGroup.Request(group));
            await AsAdmin(new AddUserToGroup.Request(group, "anna"));
        }

        await browser.Get("/users/anna/delete");
        Assert.Contains("membership in groups", browser.Html, StringComparison.Ordinal);
        Assert.Contains("SSH public keys", browser.Html, StringComparison.Ordinal);
        using var deleted = await browser.Post("/users/anna/delete");

        Assert.Equal("/users?done=deleted", deleted.Headers.Location!.ToString());
        Assert.DoesNotContain((await AsAdmin(new ListUsers.Request())).Users, user => user.UserName == "anna");
        Assert.Empty((await AsAdmin(new GetGroup.Request("ops"))).Users);
        Assert.Empty((await AsAdmin(new GetGroup.Request("dev"))).Users);
    }
}
