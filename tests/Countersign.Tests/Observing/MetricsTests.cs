using System.Diagnostics.Metrics;
using System.Net;
using System.Text.RegularExpressions;
using Countersign.Identity;
using Countersign.Observing;
using Countersign.SignIn;
using Countersign.Sts;
using Countersign.Tests.RouteMatrix;
using Countersign.Tests.Secrecy;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NetArchTest.Rules;

namespace Countersign.Tests.Observing;

/// <summary>What Prometheus reads, where, and with which labels.</summary>
public sealed partial class MetricsTests(WatchedServer server) : IClassFixture<WatchedServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_are_on_their_own_port_and_nowhere_else()
    {
        Assert.Contains("dotnet_process_memory_working_set_bytes", await server.Metrics(), StringComparison.Ordinal);

        using var client = new HttpClient { BaseAddress = server.Url };
        using var answer = await client.GetAsync("/metrics", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task No_other_route_is_on_the_port_of_the_metrics()
    {
        using var client = new HttpClient { BaseAddress = server.MetricsUrl };
        foreach (var endpoint in server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
            {
                using var request = new HttpRequestMessage(method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'));
                using var answer = await client.SendAsync(request, Cancellation);
                Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{method} {endpoint.RoutePattern.RawText}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Without_the_setting_no_metrics_are_served()
    {
        await using var plain = new TestServer();
        await plain.InitializeAsync();

        Assert.Null(plain.Server.Services.GetService<MetricsDoor>());
    }

    [Fact]
    public void Only_what_a_setting_turns_on_knows_the_exporters()
    {
        var knowing = Types.InAssembly(typeof(Server).Assembly).That().HaveDependencyOn("OpenTelemetry").GetTypes()
            .Select(type => (type.DeclaringType ?? type).Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        Assert.Equal([nameof(MetricsDoor), nameof(TraceExport)], knowing, StringComparer.Ordinal);
        // Every type is looked at when the server starts, and its base with it.
        Assert.DoesNotContain(
            typeof(Server).Assembly.GetTypes(),
            type => type.BaseType?.Assembly.GetName().Name!.StartsWith("OpenTelemetry", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task An_operation_is_counted_by_action_and_outcome()
    {
        using var counted = new Counted(server);
        await server.AsAdmin(new GetUser.Request());
        await Assert.ThrowsAsync<ApiError>(() => server.AsAdmin(new GetUser.Request("nobody-of-that-name")));

        Assert.Equal(1, counted.Of("countersign.operations", "iam:GetUser Success"));
        Assert.Equal(1, counted.Of("countersign.operations", "iam:GetUser NoSuchEntity"));
        Assert.Contains("countersign_operation_duration_seconds_bucket{otel_scope_name=\"Countersign\",action=\"iam:GetUser\"", await server.Metrics(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_there_is_not_is_counted_as_other()
    {
        using var counted = new Counted(server);
        using var client = new HttpClient { BaseAddress = server.Url };
        using var body = new FormUrlEncodedContent([new("Action", "MadeUpByAStranger"), new("Version", "2010-05-08")]);
        using var answer = await client.PostAsync("/", body, Cancellation);

        Assert.Equal(1, counted.Of("countersign.operations", "other InvalidAction"));
        Assert.DoesNotContain("MadeUpByAStranger", await server.Metrics(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_counted_by_its_device_and_by_what_came_of_it()
    {
        using var counted = new Counted(server);
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);
        var right = phone.CodeAt(server.Clock.GetUtcNow());
        var wrong = phone.WrongCodeAt(server.Clock.GetUtcNow());

        await Ask(user.UserName, phone, right);
        await Assert.ThrowsAsync<ApiError>(() => Ask(user.UserName, phone, right));
        for (var i = 0; i < Attempt.FreeTries; i++)
            await Assert.ThrowsAsync<ApiError>(() => Ask(user.UserName, phone, wrong));
        await Assert.ThrowsAsync<ApiError>(() => Ask(user.UserName, phone, wrong));

        Assert.Equal(1, counted.Of("countersign.mfa.codes", "virtual accepted"));
        Assert.Equal(1, counted.Of("countersign.mfa.codes", "virtual used"));
        Assert.Equal(Attempt.FreeTries, counted.Of("countersign.mfa.codes", "virtual wrong"));
        Assert.Equal(1, counted.Of("countersign.mfa.codes", "any throttled"));
    }

    [Fact]
    public async Task What_is_no_code_is_counted_as_malformed_at_either_door()
    {
        using var counted = new Counted(server);
        using var api = new ApiClient(server);
        var key = ApiClient.LongTerm(server.Admin.AccessKeyId, server.Admin.SecretAccessKey);
        await api.Post("sts:GetSessionToken", key, ("SerialNumber", "GAHT12345678"), ("TokenCode", "12ab56"));
        await api.Post("sts:GetSessionToken", key, ("DurationSeconds", "1"));
        Assert.Equal(1, counted.Of("countersign.mfa.codes", "any malformed"));

        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Password.TryParse(SecrecyTests.Mistyped), false));
        await server.AddDevice(user.UserName);
        using var ear = new Eavesdropper(new CookieContainer());
        using var browser = new HttpClient(ear) { BaseAddress = server.Url };
        await SecrecyTests.Post(browser, "/sign-in", "/sign-in", ("Account", user.AccountId), ("UserName", user.UserName), ("Password", SecrecyTests.Mistyped));
        await SecrecyTests.Post(browser, "/sign-in/code", "/sign-in/code", ("Code", SecrecyTests.Mistyped));
        Assert.Equal(2, counted.Of("countersign.mfa.codes", "any malformed"));
    }

    [Fact]
    public async Task A_sign_in_is_counted_by_step_and_outcome()
    {
        using var counted = new Counted(server);
        var account = server.Admin.AccountId;
        Task SignIn(string password) => server.Service<Pipeline>().Run(
            new NoProof(), new SignInWithPassword.Request(account, "admin", Password.TryParse(password)!), TestServer.Facts("198.51.100.77"));

        await SignIn(server.Admin.Password);
        for (var i = 0; i < Attempt.FreeTries; i++)
            await Assert.ThrowsAsync<ApiError>(() => SignIn("not-the-password-1"));
        await Assert.ThrowsAsync<ApiError>(() => SignIn("not-the-password-1"));

        Assert.Equal(1, counted.Of("countersign.sign_in.steps", "password next_step"));
        Assert.Equal(Attempt.FreeTries, counted.Of("countersign.sign_in.steps", "password refused"));
        Assert.Equal(1, counted.Of("countersign.sign_in.steps", "password throttled"));
        Assert.Equal(0, counted.Of("countersign.mfa.codes", "any throttled"));
    }

    [Fact]
    public void Every_step_of_signing_in_has_a_name() =>
        Assert.All(
            server.Service<Operations>().All.Where(entry => entry.ResponseType == typeof(SignInAnswer)
                && entry.Action is not ("countersign:ProveAgain" or "countersign:RenewSession")),    // of those who are signed in
            entry => Assert.True(Measures.SignInStep(entry.Action) is not null, entry.Action));

    [Fact]
    public async Task Every_label_is_a_word_of_this_program()
    {
        using var client = new HttpClient { BaseAddress = server.Url };
        using var odd = new HttpRequestMessage(new HttpMethod("MADEUP"), "/users/made-up-name/security-credentials?made=up");
        odd.Headers.Host = "made-up.example";
        odd.Headers.UserAgent.ParseAdd("made-up/1.0");
        using var answer = await client.SendAsync(odd, Cancellation);
        await server.AsAdmin(new GetUser.Request());

        var text = await server.Metrics();

        Assert.DoesNotContain("made", text, StringComparison.OrdinalIgnoreCase);
        var actions = Action().Matches(text).Select(match => match.Groups["action"].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(actions);
        Assert.Empty(actions.Except([.. server.Service<Operations>().All.Select(entry => entry.Action), Measures.OtherAction], StringComparer.Ordinal));
    }

    [Fact]
    public async Task Transactions_queues_and_hashes_can_be_watched()
    {
        await server.AsAdmin(new CreateUser.Request(server.NewName()));
        using var client = new HttpClient { BaseAddress = server.Url };
        await client.GetStringAsync("/sign-in", Cancellation);

        var text = await server.Metrics();

        Assert.All(
            (List<string>)
            [
                "countersign_database_transaction_duration_seconds_count{otel_scope_name=\"Countersign\",kind=\"read\"}",
                "countersign_database_transaction_duration_seconds_count{otel_scope_name=\"Countersign\",kind=\"write\"}",
                "countersign_password_hashes_computing", "countersign_password_hashes_waiting", "countersign_password_hashes_refused_total",
                "countersign_write_behind_waiting", "countersign_write_behind_lost_total", "http_server_request_duration_seconds", "kestrel_active_connections",
            ],
            name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    private Task<GetSessionToken.Response> Ask(string userName, PhoneApp phone, Countersign.Otp.OneTimeCode code) =>
        server.Run(new AsUser(userName), new GetSessionToken.Request(SerialNumber: phone.Serial.Value, TokenCode: code));

    [GeneratedRegex("action=\"(?<action>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Action();

    /// <summary>What one server counts, and no other in the process.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

        public Counted(TestServer server)
        {
            var scope = server.Service<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == scope)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
            {
                var labels = new List<string>();
                foreach (var tag in tags)
                    labels.Add($"{tag.Value}");
                lock (_counts)
                {
                    var key = $"{instrument.Name} {string.Join(' ', labels)}";
                    _counts[key] = _counts.GetValueOrDefault(key) + count;
                }
            });
            _listener.Start();
        }

        public long Of(string instrument, string labels)
        {
            lock (_counts)
                return _counts.GetValueOrDefault($"{instrument} {labels}");
        }

        public void Dispose() => _listener.Dispose();
    }
}
