using Countersign.Storage;

namespace Countersign.Tests;

/// <summary>Asserts how something is refused: code, status, and text to the letter.</summary>
internal static class Refused
{
    public static async Task<ApiError> With(string code, int status, string message, Func<Task> act)
    {
        var error = await Assert.ThrowsAsync<ApiError>(act);
        Assert.Equal((code, status, message), (error.Code, error.Status, error.Message));
        return error;
    }

    /// <summary>Asserts that something is refused, whatever the words.</summary>
    public static Task<ApiError> By(Func<Task> act) => Assert.ThrowsAsync<ApiError>(act);

    /// <summary>Runs a request as a user without any policy, who must be told in AWS's words and nothing more.</summary>
    public static async Task WithoutPolicy<T>(TestServer server, string action, string shownResource, IRequest<T> request)
    {
        var nobody = await server.AddUser(server.NewName("nobody"));
        await With(
            "AccessDenied", 403,
            $"User: {nobody.Arn} is not authorized to perform: {action} on resource: {shownResource} because no identity-based policy allows the {action} action",
            () => server.Run(new AsUser(nobody.UserName), request));
    }
}

/// <summary>What tests ask a server.</summary>
internal static class Asking
{
    /// <summary>The ARN that a refusal shows for a user by the name that was asked for.</summary>
    public static string UserArn(this TestServer server, string userName) => Arn.OfUser(server.Admin.AccountId, "/", userName);

    /// <summary>What the tables hold.</summary>
    public static Task<T> Stored<T>(this TestServer server, Func<Store, Task<T>> read) =>
        server.Database.Read(read, TestContext.Current.CancellationToken);
}

/// <summary>A user by temporary credentials of GetSessionToken.</summary>
internal sealed record AsSession(string Name, DateTimeOffset? MfaAt) : IProof
{
    public async Task<Caller> Authenticate(Store store, DateTimeOffset now) =>
        new UserCaller(((UserCaller)await new AsUser(Name).Authenticate(store, now)).User, new Credential.Temporary("ASIATEST", now, MfaAt));
}

/// <summary>Somebody with a shell on the server, who is no user.</summary>
internal sealed record AsLocalOperator : IProof
{
    public Task<Caller> Authenticate(Store store, DateTimeOffset now) => Task.FromResult<Caller>(new LocalOperator("root"));
}
