using Countersign.Identity;
using Countersign.ServiceModel;
using Countersign.Sts;

namespace Countersign.Tests.RouteMatrix;

/// <summary>What every action of the API answers to callers of every standing, over HTTP, with parameters of the right form.</summary>
public sealed class ActionMatrixTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>What an action answers.</summary>
    internal enum Answer
    {
        /// <summary>The caller may call it: it answers, or finds fault with what was asked for.</summary>
        Admitted,

        /// <summary>No policy allows it.</summary>
        Denied,

        /// <summary>Not for temporary credentials, whatever policies say.</summary>
        NotByASession,

        /// <summary>The signature is missing.</summary>
        Unsigned,

        /// <summary>The credentials are none, or may not call IAM.</summary>
        InvalidToken,

        /// <summary>The credentials are too old.</summary>
        Expired,
    }

    /// <summary>Who calls. Where temporary credentials are called with, they are an administrator's.</summary>
    internal enum By
    {
        /// <summary>Nobody.</summary>
        Nobody,

        /// <summary>The long-term key of a user without policies.</summary>
        KeyWithoutPolicies,

        /// <summary>An administrator's long-term key.</summary>
        AdministratorsKey,

        /// <summary>GetSessionToken without MFA.</summary>
        SessionWithoutMfa,

        /// <summary>GetSessionToken with MFA.</summary>
        SessionWithMfa,

        /// <summary>GetSessionToken, over.</summary>
        ExpiredSession,

        /// <summary>GetSessionToken of a user who was deleted since.</summary>
        DeletedUsersSession,
    }

    private const string Iam = "Unsigned Denied Admitted InvalidToken Admitted Expired InvalidToken";

    /// <summary>One outcome for each <see cref="By"/> in its order; every action of IAM that is not here answers <see cref="Iam"/>.</summary>
    private static readonly Dictionary<string, string> Table = new(StringComparer.Ordinal)
    {
        ["sts:AssumeRole"] = "Unsigned Denied Denied Denied Denied Expired InvalidToken",    // of a role that is not there
        ["sts:AssumeRoleWithWebIdentity"] = "Admitted Admitted Admitted Admitted Admitted Admitted Admitted",    // nobody signs it: the token is judged, and is none
        ["sts:DecodeAuthorizationMessage"] = "Unsigned Denied Admitted NotByASession NotByASession Expired InvalidToken",
        ["sts:GetFederationToken"] = "Unsigned Denied Admitted NotByASession NotByASession Expired InvalidToken",
        ["sts:GetAccessKeyInfo"] = "Unsigned Denied Admitted NotByASession NotByASession Expired InvalidToken",
        ["sts:GetCallerIdentity"] = "Unsigned Admitted Admitted Admitted Admitted Expired InvalidToken",
        ["sts:GetSessionToken"] = "Unsigned Admitted Admitted NotByASession NotByASession Expired InvalidToken",
    };

    [Fact]
    public async Task A_caller_gets_what_is_written()
    {
        var callers = await Callers();
        using var client = new ApiClient(server);
        var (written, got) = (new List<string>(), new List<string>());
        foreach (var entry in server.Service<Operations>().All.Where(entry => AwsOperation.Find(entry.Action) is not null))
        {
            var fields = WireForm.Of(entry.RequestType);
            var answers = new List<Answer>();
            foreach (var by in Enum.GetValues<By>())
                answers.Add(Read(entry.Action, await client.Post(entry.Action, callers[by], fields)));
            got.Add($"{entry.Action} {string.Join(' ', answers)}");
            written.Add($"{entry.Action} {Table.GetValueOrDefault(entry.Action, entry.Action.StartsWith("iam:", StringComparison.Ordinal) ? Iam : "has no row")}");
        }

        Assert.Equal(written, got, StringComparer.Ordinal);
    }

    private static Answer Read(string action, (int Status, string Text) answer)
    {
        Assert.True(answer.Status < 500, $"{action}: {answer.Text}");
        var code = answer.Status == 200 ? "" : answer.Text.Split("<Code>")[1].Split("</Code>")[0];
        Assert.True(code != "ValidationError", $"{action}: {answer.Text}");
        return code switch
        {
            "MissingAuthenticationToken" => Answer.Unsigned,
            "InvalidClientTokenId" => Answer.InvalidToken,
            "ExpiredToken" => Answer.Expired,
            "AccessDenied" when answer.Text.Contains("with session credentials", StringComparison.Ordinal) => Answer.NotByASession,
            "AccessDenied" when answer.Text.Contains("is not authorized to perform", StringComparison.Ordinal) => Answer.Denied,
            _ => Answer.Admitted,
        };
    }

    private async Task<Dictionary<By, Credentials?>> Callers()
    {
        var nobody = await server.AddUser(server.NewName("nobody"));
        var key = (await server.AsAdmin(new CreateAccessKey.Request(nobody.UserName))).AccessKey;
        var old = await Administrator();
        var expired = await Session(old);
        server.Clock.Advance(TimeSpan.FromHours(13));
        var gone = await Administrator();
        var deleted = await Session(gone);
        await server.AsAdmin(new DetachUserPolicy.Request(gone, Arn.OfBuiltInPolicy("AdministratorAccess")));
        await server.AsAdmin(new DeleteUser.Request(gone));
        var boss = await Administrator();
        var phone = await server.AddDevice(boss);
        return new Dictionary<By, Credentials?>
        {
            [By.Nobody] = null,
            [By.KeyWithoutPolicies] = ApiClient.LongTerm(key.AccessKeyId, key.SecretAccessKey),
            [By.AdministratorsKey] = ApiClient.LongTerm(server.Admin.AccessKeyId, server.Admin.SecretAccessKey),
            [By.SessionWithoutMfa] = await Session(boss),
            [By.SessionWithMfa] = await Session(boss, phone),
            [By.ExpiredSession] = expired,
            [By.DeletedUsersSession] = deleted,
        };
    }

    private async Task<string> Administrator()
    {
        var user = await server.AddUser(server.NewName("boss"));
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy("AdministratorAccess")));
        return user.UserName;
    }

    private async Task<Credentials> Session(string userName, PhoneApp? phone = null) => (await server.Run(
        new AsUser(userName),
        phone is null
            ? new GetSessionToken.Request()
            : new GetSessionToken.Request(SerialNumber: phone.Serial.Value, TokenCode: phone.CodeAt(server.Clock.GetUtcNow())))).Credentials;
}
