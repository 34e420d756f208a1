using System.Text.Json.Nodes;
using Countersign.Authorize;
using Countersign.Identity;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Identity;

namespace Countersign.Tests.Authorize;

/// <summary>What other services are answered (OpenID AuthZEN, Authorization API 1.0).</summary>
[Collection<SharedServer>]
public sealed class EvaluateTests(TestServer server)
{
    private const string WithMfa =
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"shop:Refund","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},"NumericLessThanEquals":{"aws:MultiFactorAuthAge":"600"}}}}""";

    [Fact]
    public async Task A_question_is_answered_with_a_decision()
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer(Documents.Allow("shop:Refund", Order("17")));

        var reply = await service.Post(AskingService.Evaluation, Question(user.UserName));

        Assert.Equal((200, """{"decision":true}"""), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task A_denial_says_why_in_the_words_of_AWS()
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer(
            Documents.Allow("shop:Refund", Order("17")),
            $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"shop:Delete","Resource":"{{{Order("17")}}}"}}""");

        Assert.Equal(
            (false, $"User: {user.Arn} is not authorized to perform: shop:Refund on resource: {Order("18")} because no identity-based policy allows the shop:Refund action"),
            await Answer(service, Question(user.UserName, order: "18")));
        Assert.Equal(
            (false, $"User: {user.Arn} is not authorized to perform: shop:Delete on resource: {Order("17")} with an explicit deny in an identity-based policy"),
            await Answer(service, Question(user.UserName, action: "shop:Delete")));
    }

    [Fact]
    public async Task A_resource_may_be_an_ARN_and_one_of_another_account_is_denied()
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer(Documents.Allow("s3:GetObject"));

        async Task<bool> May(string arn) => (await Answer(
            service, $$$"""{"subject":{"type":"user","id":"{{{user.UserName}}}"},"action":{"name":"s3:GetObject"},"resource":{"type":"object","id":"{{{arn}}}"}}""")).Decision;

        Assert.True(await May("arn:aws:s3:::reports/q3"));
        Assert.True(await May($"arn:aws:s3::{user.AccountId}:reports/q3"));
        Assert.False(await May("arn:aws:s3::999999999999:reports/q3"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("\"aws:MultiFactorAuthPresent\":false", false)]
    [InlineData("\"aws:MultiFactorAuthPresent\":true", true)]
    [InlineData("\"aws:MultiFactorAuthPresent\":true,\"aws:MultiFactorAuthAge\":600", true)]
    [InlineData("\"aws:MultiFactorAuthPresent\":true,\"aws:MultiFactorAuthAge\":601", false)]
    public async Task Of_a_user_the_service_says_whether_MFA_was_given(string properties, bool allowed)
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer(WithMfa);

        var answer = await Answer(service, Question($$$"""{"type":"user","id":"{{{user.Arn}}}","properties":{ {{{properties}}} } }""", isSubject: true));

        Assert.Equal(allowed, answer.Decision);
    }

    [Fact]
    public async Task Of_a_session_it_is_known_whether_MFA_was_given_and_when_it_ends()
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer(WithMfa);
        var phone = await server.AddDevice(user.UserName);
        var without = (await server.Run(new AsUser(user.UserName), new GetSessionToken.Request(900))).Credentials;
        var proven = (await server.Run(
            new AsUser(user.UserName), new GetSessionToken.Request(900, phone.Serial.Value, phone.CodeAt(server.Clock.GetUtcNow())))).Credentials;

        Assert.True((await Answer(service, Question(Session(proven), isSubject: true))).Decision);
        Assert.False((await Answer(service, Question(Session(without), isSubject: true))).Decision);
        Assert.Equal("InvalidClientTokenId", await ErrorOf(service, Session(proven with { SessionToken = without.SessionToken })));
        server.Clock.Advance(TimeSpan.FromSeconds(900));
        Assert.Equal("ExpiredToken", await ErrorOf(service, Session(proven)));
    }

    [Fact]
    public async Task An_access_key_is_its_users_as_long_as_it_is_active()
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer(Documents.Allow("shop:Refund"));
        var key = await AskingService.Key(server, user);
        var subject = $$"""{"type":"access_key","id":"{{key.AccessKeyId}}"}""";

        Assert.True((await Answer(service, Question(subject, isSubject: true))).Decision);
        await server.AsAdmin(new UpdateAccessKey.Request(key.AccessKeyId, AccessKeyStatus.Inactive, user.UserName));
        Assert.Equal("InvalidClientTokenId", await ErrorOf(service, subject));
    }

    [Fact]
    public async Task A_role_is_asked_about_by_name_by_ARN_and_by_the_ARN_of_a_session()
    {
        using var service = await AskingService.Of(server);
        var role = await SomeRole.Add(server, path: "/tills/");
        await server.AsAdmin(new PutRolePolicy.Request(role.RoleName, "refunds", Documents.Allow("shop:Refund", "arn:aws:shop::*:order/${aws:userid}")));

        async Task<bool> May(string id, string order) =>
            (await Answer(service, Question($$"""{"type":"role","id":"{{id}}"}""", isSubject: true, order: order))).Decision;

        Assert.True(await May(role.Arn, $"{role.RoleId}:evaluation"));
        Assert.True(await May(role.RoleName, $"{role.RoleId}:evaluation"));
        Assert.True(await May(Arn.OfRoleSession(server.Admin.AccountId, role.RoleName, "till-4"), $"{role.RoleId}:till-4"));
        Assert.False(await May(role.RoleName, $"{role.RoleId}:till-4"));
        Assert.Equal("NoSuchEntity", await ErrorOf(service, $$"""{"type":"role","id":"{{SomeRole.ArnOf(server, role.RoleName)}}"}"""));    // the path is another
    }

    [Theory]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}}""", "\"context\":{\"aws:SourceIp\":\"198.51.100.9\"}")]
    [InlineData("""{"NumericLessThan":{"shop:amount":"50"}}""", "\"context\":{\"amount\":49.5}")]
    [InlineData("""{"NumericLessThan":{"shop:Amount":"50"}}""", "\"action\":{\"name\":\"shop:Refund\",\"properties\":{\"amount\":49.5}}")]
    [InlineData("""{"Bool":{"till:open":"true"}}""", "\"context\":{\"till:open\":true}")]
    [InlineData("""{"ForAnyValue:StringEquals":{"shop:goods":"book"}}""", "\"context\":{\"goods\":[\"pen\",\"book\"]}")]
    [InlineData("""{"StringEquals":{"aws:ResourceTag/status":"open"}}""", "\"resource\":{\"type\":\"order\",\"id\":\"17\",\"properties\":{\"status\":\"open\"}}")]
    public async Task What_the_service_knows_of_the_request_is_a_condition_key(string condition, string told)
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer($$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"shop:Refund","Resource":"*","Condition":{{{condition}}} } }""");

        Assert.False((await Answer(service, Question(user.UserName))).Decision);
        Assert.True((await Answer(service, Told(Question(user.UserName), told))).Decision);
    }

    [Fact]
    public async Task Where_the_service_itself_calls_from_says_nothing_of_the_subject()
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"shop:Refund","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"127.0.0.1/32"}}}}""");

        Assert.False((await Answer(service, Question(user.UserName))).Decision);
    }

    [Theory]
    [InlineData("\"context\":{\"aws:PrincipalArn\":\"x\"}", "context.aws:PrincipalArn", "aws:PrincipalArn")]
    [InlineData("\"context\":{\"AWS:multifactorauthpresent\":true}", "context.AWS:multifactorauthpresent", "AWS:multifactorauthpresent")]
    [InlineData("\"context\":{\"aws:CurrentTime\":\"2020-01-01T00:00:00Z\"}", "context.aws:CurrentTime", "aws:CurrentTime")]
    [InlineData("\"context\":{\"aws:PrincipalTag/team\":\"x\"}", "context.aws:PrincipalTag/team", "aws:PrincipalTag/team")]
    [InlineData("\"context\":{\"countersign:MFAEnrolled\":true}", "context.countersign:MFAEnrolled", "countersign:MFAEnrolled")]
    [InlineData("\"resource\":{\"type\":\"order\",\"id\":\"17\",\"properties\":{\"aws:userid\":\"x\"}}", "resource.properties.aws:userid", "aws:userid")]
    public async Task What_is_known_here_a_service_cannot_claim(string told, string path, string key)
    {
        using var service = await AskingService.Of(server);

        Assert.Equal(
            (400, "ValidationError", $"{path} cannot be told by a service: '{key}' is no condition key, or is one that is known here."),
            await Refusal(service, AskingService.Evaluation, Told(Question("admin"), told)));
    }

    [Theory]
    [InlineData("user", "aws:PrincipalTag/team", "\"x\"")]
    [InlineData("access_key", "aws:MultiFactorAuthPresent", "true")]
    [InlineData("session", "aws:MultiFactorAuthAge", "1")]
    [InlineData("role", "aws:MultiFactorAuthPresent", "true")]
    public async Task Of_a_subject_nothing_is_said_that_is_known_here(string type, string key, string value)
    {
        using var service = await AskingService.Of(server);

        Assert.Equal(
            (400, "ValidationError", $"subject.properties.{key} cannot be said of a subject of the type {type}: that is known here."),
            await Refusal(service, AskingService.Evaluation, Question($$$"""{"type":"{{{type}}}","id":"some","properties":{"session_token":"x","department":"y","{{{key}}}":{{{value}}} } }""", isSubject: true)));
    }

    [Theory]
    [InlineData("[]", "The body must be one JSON object in UTF-8, with no member twice.")]
    [InlineData("{\"subject\":1,\"subject\":2}", "The body must be one JSON object in UTF-8, with no member twice.")]
    [InlineData("""{"subject":{"type":"user","id":"\ud800"},"action":{"name":"shop:Refund"},"resource":{"type":"order","id":"17"}}""", "The body must be one JSON object in UTF-8, with no member twice.")]
    [InlineData("{}", "subject is missing.")]
    [InlineData("{\"subject\":[]}", "subject must be an object.")]
    public Task A_body_that_cannot_be_read_is_refused(string body, string message) => Malformed(body, message);

    [Theory]
    [InlineData("subject.type", "\"person\"", "subject.type must be user, role, access_key or session.")]
    [InlineData("subject.id", "\"\"", "subject.id must be a text of 1 to 1024 characters.")]
    [InlineData("subject.id", "17", "subject.id must be a text of 1 to 1024 characters.")]
    [InlineData("subject.id", "null", "subject.id is missing.")]
    [InlineData("subject.type", "\"session\"", "subject.properties.session_token is missing.")]
    [InlineData("subject.properties", "{\"aws:MultiFactorAuthAge\":1}", "subject.properties.aws:MultiFactorAuthAge must be beside aws:MultiFactorAuthPresent: true.")]
    [InlineData("subject.properties", "{\"aws:MultiFactorAuthPresent\":\"yes\"}", "subject.properties.aws:MultiFactorAuthPresent must be true or false.")]
    [InlineData("subject.properties", "{\"aws:MultiFactorAuthPresent\":true,\"aws:MultiFactorAuthAge\":-1}", "subject.properties.aws:MultiFactorAuthAge must be a whole number of seconds from 0 to 129600.")]
    [InlineData("action.name", "\"can_read\"", "action.name is no action: 'can_read'. It looks like shop:Refund: a service in lower case, a colon, a name.")]
    [InlineData("action.name", "\"IAM:GetUser\"", "action.name is no action: 'IAM:GetUser'. It looks like shop:Refund: a service in lower case, a colon, a name.")]
    [InlineData("resource.type", "\"a/b\"", "resource.type must be 1 to 64 letters, digits, '-', '_' and '.'.")]
    [InlineData("resource.id", "null", "resource.id is missing.")]
    [InlineData("context", "{\"aws:SourceIp\":\"here\"}", "context.aws:SourceIp must be an IP address.")]
    [InlineData("context", "{\"amount\":{}}", "context.amount must be a text, a number, true or false, or a list of these.")]
    [InlineData("context", "{\"amount\":1,\"shop:Amount\":2}", "context.shop:Amount gives the condition key 'shop:Amount' a second time.")]
    public Task A_member_that_is_wrong_is_named(string path, string value, string message)
    {
        var body = JsonNode.Parse(Question("admin"))!;
        var names = path.Split('.');
        (names.Length == 1 ? body : body[names[0]]!)[names[^1]] = JsonNode.Parse(value);
        return Malformed(body.ToJsonString(), message);
    }

    [Theory]
    [InlineData(null, "permit deny permit deny")]
    [InlineData("execute_all", "permit deny permit deny")]
    [InlineData("deny_on_first_deny", "permit deny")]
    [InlineData("permit_on_first_permit", "permit")]
    public async Task A_list_has_defaults_and_is_answered_as_far_as_asked(string? semantic, string decisions)
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer(Documents.Allow("shop:Refund", Order("17")), Documents.Allow("shop:Ship", Order("18")));
        var options = semantic is null ? "" : $$""","options":{"evaluations_semantic":"{{semantic}}"}""";
        const string Items = """
            {}, {"resource":{"type":"order","id":"18"}},
            {"action":{"name":"shop:Ship"},"resource":{"type":"order","id":"18"}}, {"subject":{"type":"user","id":"nobody-of-this-name"}}
            """;

        var reply = await service.Post(AskingService.Evaluations, $"{Question(user.UserName)[..^1]},\"evaluations\":[{Items}]{options}}}");

        Assert.Equal(200, reply.Status);
        var answers = reply.Json["evaluations"]!.AsArray();
        Assert.Equal(decisions, string.Join(' ', answers.Select(answer => (bool)answer!["decision"]! ? "permit" : "deny")));
    }

    [Fact]
    public async Task A_context_of_an_item_stands_in_the_place_of_the_common_one()
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"shop:Refund","Resource":"*","Condition":{"StringEquals":{"shop:till":"4"}}}}""");

        var reply = await service.Post(
            AskingService.Evaluations, $"{Question(user.UserName)[..^1]},\"context\":{{\"till\":\"4\"}},\"evaluations\":[{{}},{{\"context\":{{\"hour\":\"7\"}}}}]}}");

        Assert.Equal("True False", string.Join(' ', reply.Json["evaluations"]!.AsArray().Select(answer => (bool)answer!["decision"]!)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"evaluations\":[]")]
    public async Task A_list_that_is_none_is_one_question(string list)
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer(Documents.Allow("shop:Refund"));

        Assert.Equal("""{"decision":true}""", (await service.Post(AskingService.Evaluations, Question(user.UserName)[..^1] + list + "}")).Text);
    }

    [Fact]
    public async Task More_than_a_hundred_questions_or_another_semantic_are_refused()
    {
        using var service = await AskingService.Of(server);
        string Many(int count, string more = "") => $"{Question("admin")[..^1]},\"evaluations\":[{string.Join(',', Enumerable.Repeat("{}", count))}]{more}}}";

        Assert.Equal(100, (await service.Post(AskingService.Evaluations, Many(100))).Json["evaluations"]!.AsArray().Count);
        Assert.Equal(
            (400, "ValidationError", "evaluations has 101 items; one request may ask 100 questions at most."),
            await Refusal(service, AskingService.Evaluations, Many(101)));
        Assert.Equal(
            (400, "ValidationError", "options.evaluations_semantic must be execute_all, deny_on_first_deny or permit_on_first_permit."),
            await Refusal(service, AskingService.Evaluations, Many(1, ",\"options\":{\"evaluations_semantic\":\"any\"}")));
        Assert.Equal(
            (400, "ValidationError", "evaluations[1].action.name is missing."),
            await Refusal(service, AskingService.Evaluations, $"{Question("admin")[..^1]},\"evaluations\":[{{}},{{\"action\":{{}}}}]}}"));
    }

    [Fact]
    public async Task Who_is_not_there_may_do_nothing_and_the_answer_says_so()
    {
        using var service = await AskingService.Of(server);

        var reply = await service.Post(AskingService.Evaluation, Question("ghost"));

        Assert.Equal(
            """{"decision":false,"context":{"reason":"The user with name ghost cannot be found.","error":{"status":404,"code":"NoSuchEntity","message":"The user with name ghost cannot be found."}}}""",
            reply.Text);
        Assert.Equal("InvalidInput", await ErrorOf(service, """{"type":"user","id":"arn:aws:iam::999999999999:user/admin"}"""));
    }

    [Fact]
    public async Task What_sessions_may_never_do_here_is_not_permitted_there()
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer(Documents.AllowAll);
        var session = (await server.Run(new AsUser(user.UserName), new GetSessionToken.Request())).Credentials;

        Assert.False((await Answer(service, Question(Session(session), isSubject: true, action: "iam:ListUsers"))).Decision);
        Assert.True((await Answer(service, Question(Session(session), isSubject: true, action: "shop:Refund"))).Decision);
    }

    [Theory]
    [InlineData(null, "MissingAuthenticationToken")]
    [InlineData("iam", "SignatureDoesNotMatch")]
    [InlineData("shop", "SignatureDoesNotMatch")]
    public async Task Only_who_signs_for_this_door_is_heard(string? signedFor, string code)
    {
        using var service = await AskingService.Of(server);
        foreach (var path in new[] { AskingService.Evaluation, AskingService.Evaluations, AskingService.Signature })
        {
            var reply = await service.Post(path, "no JSON at all", signedFor);

            Assert.Equal((401, code, "AWS4-HMAC-SHA256"), (reply.Status, reply.Code, reply.Challenge));
        }
    }

    [Fact]
    public async Task Another_type_of_content_and_a_body_that_is_too_large_are_refused()
    {
        using var service = await AskingService.Of(server);

        var form = await service.Post(AskingService.Evaluation, Question("admin"), type: "application/x-www-form-urlencoded");
        var large = await service.Post(AskingService.Evaluation, Question(new string('x', 1 << 20)));

        Assert.Equal((415, "UnsupportedMediaType", "The content type must be application/json, not 'application/x-www-form-urlencoded'."), (form.Status, form.Code, form.Message));
        Assert.Equal((413, "RequestEntityTooLarge", "The body has more than 1048576 bytes."), (large.Status, large.Code, large.Message));
        Assert.Equal(200, (await service.Post(AskingService.Evaluation, Question("admin"), type: "application/json; charset=utf-8")).Status);
    }

    [Fact]
    public async Task The_services_own_id_comes_back()
    {
        using var service = await AskingService.Of(server);

        Assert.Equal("bfe9eb29-ab87", (await service.Post(AskingService.Evaluation, Question("admin"), requestId: "bfe9eb29-ab87")).RequestId);
        Assert.Equal("bfe9eb29-ab88", (await service.Post(AskingService.Evaluation, "{}", requestId: "bfe9eb29-ab88")).RequestId);
        Assert.Null((await service.Post(AskingService.Evaluation, Question("admin"))).RequestId);
    }

    [Fact]
    public async Task Where_the_endpoints_are_can_be_read_by_anybody()
    {
        using var service = await AskingService.Of(server);
        var url = server.Url.ToString().TrimEnd('/');

        Assert.Equal(
            $$"""{"policy_decision_point":"{{url}}","access_evaluation_endpoint":"{{url}}/access/v1/evaluation","access_evaluations_endpoint":"{{url}}/access/v1/evaluations"}""",
            await service.Get("/.well-known/authzen-configuration"));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "countersign:Evaluate", server.UserArn("ghost"),
        new Evaluate.Request([new Question(new Subject(SubjectKind.User, "ghost"), "shop:Refund", "order", "17", new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))]));

    [Fact]
    public async Task Who_may_not_ask_about_somebody_does_not_learn_whether_they_are_there()
    {
        var user = await Buyer();
        var key = await AskingService.Key(server, user);
        using var service = await AskingService.Of(server, Documents.Allow("countersign:Evaluate", server.UserArn("somebody-else")));

        foreach (var (there, gone) in new[]
        {
            ($$"""{"type":"user","id":"{{user.UserName}}"}""", """{"type":"user","id":"ghost"}"""),
            ($$"""{"type":"access_key","id":"{{key.AccessKeyId}}"}""", """{"type":"access_key","id":"AKIAIOSFODNN7EXAMPLE"}"""),
        })
        {
            var (one, other) = (await service.Post(AskingService.Evaluation, Question(there, isSubject: true)), await service.Post(AskingService.Evaluation, Question(gone, isSubject: true)));

            Assert.Equal((403, "AccessDenied"), (one.Status, one.Code));
            Assert.Equal((403, "AccessDenied"), (other.Status, other.Code));
            string Bare(AskingService.Reply reply) => reply.Message
                .Replace(user.UserName, "ID", StringComparison.Ordinal).Replace("ghost", "ID", StringComparison.Ordinal)
                .Replace(key.AccessKeyId, "ID", StringComparison.Ordinal).Replace("AKIAIOSFODNN7EXAMPLE", "ID", StringComparison.Ordinal);
            Assert.Equal(Bare(one), Bare(other));
        }
    }

    [Fact]
    public async Task A_service_may_be_let_ask_about_some_and_of_a_list_it_must_be_all()
    {
        var (alice, bob) = (await Buyer(Documents.Allow("shop:Refund")), await Buyer(Documents.Allow("shop:Refund")));
        var key = await AskingService.Key(server, alice);
        using var service = await AskingService.Of(server, Documents.Allow("countersign:Evaluate", alice.Arn));

        Assert.True((await Answer(service, Question(alice.UserName))).Decision);
        Assert.True((await Answer(service, Question($$"""{"type":"access_key","id":"{{key.AccessKeyId}}"}""", isSubject: true))).Decision);
        var both = $$"""{"evaluations":[{{Question(alice.UserName)}},{{Question(bob.UserName)}}]}""";
        Assert.Equal("AccessDenied", (await Refusal(service, AskingService.Evaluations, both)).Code);
    }

    [Fact]
    public async Task The_audit_log_tells_who_asked_what_and_the_answer_but_no_token()
    {
        using var service = await AskingService.Of(server);
        var user = await Buyer(Documents.Allow("shop:Refund"));
        var session = (await server.Run(new AsUser(user.UserName), new GetSessionToken.Request())).Credentials;

        await Answer(service, Question(Session(session), isSubject: true));

        var record = JsonNode.Parse(await AskingService.LastEvent(server, "countersign:Evaluate"))!;
        Assert.Equal($"session {session.AccessKeyId}", (string)record["requestParameters"]!["subjects"]![0]!);
        Assert.Equal("shop:Refund", (string)record["requestParameters"]!["actions"]![0]!);
        Assert.Equal("order 17", (string)record["requestParameters"]!["resources"]![0]!);
        Assert.Equal("permit", (string)record["responseElements"]!["decisions"]![0]!);
        Assert.DoesNotContain(session.SessionToken[..40], record.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(session.SessionToken[..40], server.Log.Text, StringComparison.Ordinal);
    }

    private string Order(string number) => $"arn:aws:shop::{server.Admin.AccountId}:order/{number}";

    private Task<User> Buyer(params string[] documents) => server.AddUser(server.NewName("buyer"), documents);

    private static string Session(Credentials session) =>
        $$$"""{"type":"session","id":"{{{session.AccessKeyId}}}","properties":{"session_token":"{{{session.SessionToken}}}"} }""";

    /// <summary>A question about a user by name, or about a subject as it is written.</summary>
    private static string Question(string who, string action = "shop:Refund", string order = "17", bool isSubject = false)
    {
        var subject = isSubject ? who : $$"""{"type":"user","id":"{{who}}"}""";
        return $$$"""{"subject":{{{subject}}},"action":{"name":"{{{action}}}"},"resource":{"type":"order","id":"{{{order}}}"}}""";
    }

    /// <summary>A question with other members, or with others in their place.</summary>
    private static string Told(string question, string members)
    {
        var asked = JsonNode.Parse(question)!;
        foreach (var (name, value) in JsonNode.Parse("{" + members + "}")!.AsObject())
            asked[name] = value!.DeepClone();
        return asked.ToJsonString();
    }

    private static async Task<(bool Decision, string? Reason)> Answer(AskingService service, string body)
    {
        var reply = await service.Post(AskingService.Evaluation, body);
        Assert.True(reply.Status == 200, reply.Text);
        return ((bool)reply.Json["decision"]!, (string?)reply.Json["context"]?["reason"]);
    }

    private static async Task<string> ErrorOf(AskingService service, string subject)
    {
        var reply = await service.Post(AskingService.Evaluation, Question(subject, isSubject: true));
        Assert.Equal((200, false), (reply.Status, (bool)reply.Json["decision"]!));
        return (string)reply.Json["context"]!["error"]!["code"]!;
    }

    private static async Task<(int Status, string Code, string Message)> Refusal(AskingService service, string path, string body)
    {
        var reply = await service.Post(path, body);
        return (reply.Status, reply.Code, reply.Message);
    }

    private async Task Malformed(string body, string message)
    {
        using var service = await AskingService.Of(server);

        Assert.Equal((400, "ValidationError", message), await Refusal(service, AskingService.Evaluation, body));
    }
}
