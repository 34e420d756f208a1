using System.Globalization;
using Countersign.Identity;
using Countersign.Storage;
using Countersign.Sts;

namespace Countersign.Tests.Identity;

/// <summary>What Explain says of a call, and what the call is answered, for a grid of callers, credentials and calls.</summary>
public sealed class ExplainAgreesTests(TestServer server) : IClassFixture<TestServer>
{
    private const string OtherAccount = "210987654321";

    private const string WithMfa = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}""";

    private const string NoSts = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":["sts:*","iam:ChangePassword"],"Resource":"*"}]}""";

    private const string RedOnly = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:GetUser","iam:GetRole","sts:AssumeRole"],"Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"red"}}}}""";

    private const string OwnThings = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:ListAccessKeys","iam:GetUser","iam:ListUsers"],"Resource":["arn:aws:iam::*:user/${aws:username}","arn:aws:iam::*:user/"]}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_every_reading_operation_without_parameters_it_says_what_the_call_is_answered()
    {
        var operations = server.Service<Operations>().All
            .Where(entry => entry.ReadOnly || entry.Action == GetSessionToken.Action)
            .Where(entry => Bare(entry.RequestType) is not null && (Countersign.ServiceModel.AwsOperation.Find(entry.Action) is not null || entry.Action is "countersign:GetMfaSettings")).ToList();
        Assert.True(operations.Count > 10, string.Join(' ', operations.Select(entry => entry.Action)));
        var differences = new List<string>();
        foreach (var actor in await Actors())
        {
            foreach (var entry in operations)
            {
                await Compare(
                    differences, actor, entry.Action, "*",
                    () => entry.Run(server.Service<Pipeline>(), actor.Proof, type => Bare(type)!, TestServer.Facts(), Cancellation));
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task Of_calls_about_something_it_says_the_same_too()
    {
        var actors = await Actors();
        var red = (await server.AsAdmin(new CreateUser.Request(server.NewName(), Tags: [new Tag("team", "red")]))).User;
        List<string> roles =
        [
            (await SomeRole.Add(server)).Arn, (await SomeRole.Add(server, null, "/", new Tag("team", "red"))).Arn,
            (await SomeRole.Add(server, WithCondition())).Arn, (await Foreign(actors)).Arn, SomeRole.ArnOf(server, "nowhere"),
        ];
        foreach (var actor in actors)
            roles.Add((await SomeRole.Add(server, SomeRole.Trust(actor.Arn))).Arn);
        var differences = new List<string>();
        foreach (var actor in actors)
        {
            foreach (var role in roles)
                await Compare(differences, actor, "sts:AssumeRole", role, () => server.Run(actor.Proof, new AssumeRole.Request(role, "work")));
            await Compare(differences, actor, "iam:GetUser", red.Arn, () => server.Run(actor.Proof, new GetUser.Request(red.UserName)));
            await Compare(differences, actor, "iam:GetUser", server.UserArn("admin"), () => server.Run(actor.Proof, new GetUser.Request("admin")));
            await Compare(differences, actor, "sts:GetAccessKeyInfo", "*", () => server.Run(actor.Proof, new GetAccessKeyInfo.Request(server.Admin.AccessKeyId)));
            await Compare(
                differences, actor, "sts:GetFederationToken", Arn.OfFederatedUser(server.Admin.AccountId, "guest"),
                () => server.Run(actor.Proof, new GetFederationToken.Request("guest")));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task Another_accounts_trust_policy_decides_and_is_not_shown()
    {
        var actors = await Actors();
        var role = await Foreign(actors);
        var stranger = await server.AddUser(server.NewName(), Documents.AllowAll);
        var friend = actors.First(actor => actor is { IsRole: false, Mfa: null } && actor != actors[0]);

        var let = await server.AsAdmin(new Explain.Request(friend.Name, "sts:AssumeRole", role.Arn));
        var kept = await server.AsAdmin(new Explain.Request(stranger.UserName, "sts:AssumeRole", role.Arn));

        Assert.True(let.Allowed, let.Verdict);
        Assert.Equal(
            (false, $"Denied: {role.Arn} belongs to the account {OtherAccount}, and it is refused because no role trust policy allows the sts:AssumeRole action."),
            (kept.Allowed, kept.Verdict));
        Assert.DoesNotContain(let.Statements.Concat(kept.Statements), reason => reason.Layer == "Resource");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_account_grants_is_granted_there_as_here(bool mayChange)
    {
        await server.AsAdmin(new UpdateAccountPasswordPolicy.Request(AllowUsersToChangePassword: mayChange));
        var differences = new List<string>();
        foreach (var actor in (await Actors()).Where(actor => !actor.IsRole))
        {
            await Compare(
                differences, actor, "iam:ChangePassword", "*",
                () => server.Run(actor.Proof, new ChangePassword.Request(Passwords.First, Password.TryParse("Battery-staple-7")!)));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static string WithCondition() =>
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"} } } }""";

    private async Task<List<Actor>> Actors()
    {
        var actors = new List<Actor>();
        foreach (var documents in new string[][] { [], [Documents.AllowAll], [WithMfa], [NoSts], [RedOnly], [OwnThings], [Documents.Allow("sts:AssumeRole")] })
        {
            var user = await server.AddUser(server.NewName(), documents);
            actors.Add(new Actor(user.UserName, user.Arn, false, null, new AsUser(user.UserName)));
            actors.Add(new Actor(user.UserName, user.Arn, false, false, new AsSession(user.UserName, null)));
            actors.Add(new Actor(user.UserName, user.Arn, false, true, new AsSession(user.UserName, server.Clock.GetUtcNow())));
            var role = await SomeRole.Add(server);
            foreach (var document in documents)
                await server.PutPolicy(role.RoleId, document);
            actors.Add(new Actor(role.RoleName, role.Arn, true, null, new InRole(role.RoleName)));
        }

        return actors;
    }

    // A role of another account that trusts all of them by name.
    private async Task<Role> Foreign(List<Actor> actors) => await server.Database.Write(
        async store =>
        {
            if (await store.Accounts.Find(OtherAccount) is null)
                await store.Accounts.Add(OtherAccount, server.Clock.GetUtcNow().AddSeconds(1));
            var role = new Role
            {
                RoleId = UniqueId.OfEntity("AROA"),
                AccountId = OtherAccount,
                RoleName = server.NewName("role"),
                Path = "/",
                MaxSessionSeconds = 3600,
                TrustDocument = await TrustPolicy.Store(SomeRole.Trust(actors[0].Arn).Replace(
                    $"\"{actors[0].Arn}\"", $"[{string.Join(',', actors.Select(actor => $"\"{actor.Arn}\"").Distinct(StringComparer.Ordinal))}]", StringComparison.Ordinal), store),
                CreatedAt = server.Clock.GetUtcNow(),
                NotBeforeMs = 0,
            };
            Assert.True(await store.Roles.Add(role));
            await store.Accounts.BumpRevision(OtherAccount);
            return role;
        },
        Cancellation);

    private async Task Compare(List<string> differences, Actor actor, string action, string resource, Func<Task> call)
    {
        var said = await server.AsAdmin(new Explain.Request(actor.Name, action, resource, actor.IsRole, actor.Mfa));
        var refusal = await RefusalOf(call);
        if (said.Allowed == (refusal is null))
            return;
        differences.Add(string.Create(
            CultureInfo.InvariantCulture, $"{actor} {action} on {resource}: \"{said.Verdict}\", and really {refusal?.Message ?? "allowed"}"));
    }

    /// <summary>Null when it was let through, whatever became of it then.</summary>
    private static async Task<ApiError?> RefusalOf(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ApiError error)
        {
            var isRefusal = error.Code == "InvalidClientTokenId" || (error.Code == "AccessDenied" &&
                (error.Message.Contains("is not authorized to perform", StringComparison.Ordinal) || error.Message.Contains("with session credentials", StringComparison.Ordinal)));
            return isRefusal ? error : null;
        }
    }

    private static object? Bare(Type requestType)
    {
        var constructor = requestType.GetConstructors().MaxBy(each => each.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        return parameters.All(parameter => parameter.HasDefaultValue) ? constructor.Invoke([.. parameters.Select(parameter => parameter.DefaultValue)]) : null;
    }

    private sealed record Actor(string Name, string Arn, bool IsRole, bool? Mfa, IProof Proof);
}
