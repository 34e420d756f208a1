using System.Net;
using Countersign.SignIn;
using Microsoft.AspNetCore.Routing;

namespace Countersign.Tests.RouteMatrix;

/// <summary>What every route answers to a visitor of every standing, written down. Most published MFA bypasses were a second way in.</summary>
public sealed class RouteMatrixTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>Method, pattern, and one outcome for each <see cref="Standing"/> in its order.</summary>
    private const string Table = """
        GET  /                                          SignIn   Onward       SignIn   SignIn   Onward       Onward       SignIn   SignIn
        GET  /.well-known/authzen-configuration         File     File         File     File     File         File         File     File
        GET  /code-clock.js                             File     File         File     File     File         File         File     File
        GET  /confirm                                   SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /confirm/passkey                           SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /console.css                               File     File         File     File     File         File         File     File
        GET  /console.js                                File     File         File     File     File         File         File     File
        GET  /copy.js                                   File     File         File     File     File         File         File     File
        GET  /explain                                   SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /favicon.ico                               File     File         File     File     File         File         File     File
        GET  /favicon.svg                               File     File         File     File     File         File         File     File
        GET  /healthz                                   File     File         File     File     File         File         File     File
        GET  /healthz/live                              File     File         File     File     File         File         File     File
        GET  /healthz/ready                             File     File         File     File     File         File         File     File
        GET  /import.js                                 File     File         File     File     File         File         File     File
        GET  /my/password                               SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /my/recovery-codes                              SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /my/recovery-codes/created                      SignIn   NotFound     SignIn   SignIn   NotFound     NotFound     SignIn   SignIn
        GET  /my/security-credentials                   SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /passkey.js                                File     File         File     File     File         File         File     File
        GET  /print.js                                       File     File         File     File     File         File         File     File
        GET  /reveal.js                                 File     File         File     File     File         File         File     File
        GET  /settings/mfa                                   SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /sign-in                                   Page     Page         Page     Page     Page         Page         Page     Page
        GET  /sign-in/code                              SignIn   SignIn       Page     Page     SignIn       SignIn       SignIn   Onward
        GET  /sign-in/new-password                      SignIn   SignIn       Onward   Onward   SignIn       SignIn       SignIn   Onward
        GET  /sign-in/passkey                           SignIn   SignIn       Page     Page     SignIn       SignIn       SignIn   Onward
        GET  /sign-in/recovery                               SignIn   SignIn       Page     Page     SignIn       SignIn       SignIn   Onward
        GET  /suggest.js                                File     File         File     File     File         File         File     File
        GET  /tokens                                    SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /tokens/export                             SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /tokens/import                             SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /tokens/import/{upload}                    SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /tokens/import/{upload}/open               SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /tokens/import/{upload}/progress           SignIn   File         SignIn   SignIn   File         File         SignIn   SignIn
        GET  /tokens/import/{upload}/store              SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /tokens/{device}/delete                    SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /tokens/{device}/manage                    SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /tokens/{device}/status                    SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /users                                     SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /users/create                              SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}                              Onward   Onward       Onward   Onward   Onward       Onward       Onward   Onward
        GET  /users/{name}/access-keys/create           SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/access-keys/created          SignIn   NotFound     SignIn   SignIn   NotFound     NotFound     SignIn   SignIn
        GET  /users/{name}/access-keys/{key}/activate   SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/access-keys/{key}/deactivate SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/access-keys/{key}/delete     SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/bypass-code                       SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/bypass-code/done                  SignIn   NotFound     SignIn   SignIn   NotFound     NotFound     SignIn   SignIn
        GET  /users/{name}/created                      SignIn   NotFound     SignIn   SignIn   NotFound     NotFound     SignIn   SignIn
        GET  /users/{name}/delete                       SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/mfa/assign                   SignIn   Page         SignIn   SignIn   Page         Page         SignIn   Page
        GET  /users/{name}/mfa/assign/passkey           SignIn   Page         SignIn   SignIn   NotPermitted Page         SignIn   Page
        GET  /users/{name}/mfa/assign/token             SignIn   Page         SignIn   SignIn   Page         Page         SignIn   Page
        GET  /users/{name}/mfa/assign/{device}/done     SignIn   NotFound     SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/mfa/assign/{device}/set-up   SignIn   Page         SignIn   SignIn   NotPermitted Page         SignIn   Page
        GET  /users/{name}/mfa/{device}/enable          SignIn   NotFound     SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/mfa/{device}/manage          SignIn   NotFound     SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/mfa/{device}/pin             SignIn   NotFound     SignIn   SignIn   NotFound     NotFound     SignIn   SignIn
        GET  /users/{name}/mfa/{device}/remove          SignIn   NotFound     SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/mfa/{device}/rename          SignIn   NotFound     SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/mfa/{device}/resync          SignIn   NotFound     SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/reset-password               SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/reset-password/done          SignIn   NotFound     SignIn   SignIn   NotFound     NotFound     SignIn   SignIn
        GET  /users/{name}/security-credentials         SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /{**path}                                  NotFound NotFound     NotFound NotFound NotFound     NotFound     NotFound NotFound
        POST /                                          ApiError ApiError     ApiError ApiError ApiError     ApiError     ApiError ApiError
        POST /access/v1/evaluation                       ApiError ApiError     ApiError ApiError ApiError     ApiError     ApiError ApiError
        POST /access/v1/evaluations                      ApiError ApiError     ApiError ApiError ApiError     ApiError     ApiError ApiError
        POST /access/v1/signature                        ApiError ApiError     ApiError ApiError ApiError     ApiError     ApiError ApiError
        POST /confirm                                   SignIn   Onward       SignIn   SignIn   Onward       Onward       SignIn   SignIn
        POST /confirm/passkey                           SignIn   Refused      SignIn   SignIn   Onward       Onward       SignIn   SignIn
        POST /my/password                               SignIn   Onward       SignIn   SignIn   Onward       Onward       SignIn   SignIn
        POST /my/recovery-codes                              SignIn   NotPermitted SignIn   SignIn   NotPermitted Onward       SignIn   SignIn
        POST /my/recovery-codes/download                     SignIn   File         SignIn   SignIn   File         File         SignIn   SignIn
        POST /settings/mfa                                   SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /sign-in                                   Onward   Onward       Onward   Refused  Onward       Onward       Onward   Onward
        POST /sign-in/code                              SignIn   SignIn       Onward   Refused  SignIn       SignIn       SignIn   SignIn
        POST /sign-in/new-password                      SignIn   SignIn       SignIn   SignIn   SignIn       SignIn       SignIn   SignIn
        POST /sign-in/passkey                           SignIn   SignIn       Onward   Onward   SignIn       SignIn       SignIn   SignIn
        POST /sign-in/recovery                               SignIn   SignIn       Onward   Refused  SignIn       SignIn       SignIn   SignIn
        POST /sign-in/without-password                  Refused  Refused      Refused  Refused  Refused      Refused      Refused  Refused
        POST /sign-out                                  SignIn   SignIn       SignIn   SignIn   SignIn       SignIn       SignIn   SignIn
        POST /tokens/export                             SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /tokens/import/{upload}                    SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /tokens/import/{upload}/open               SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /tokens/import/{upload}/store              SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /tokens/{device}/delete                    SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /tokens/{device}/status                    SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /users/create                              SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /users/{name}/access-keys/create           SignIn   Onward       SignIn   SignIn   NotPermitted Onward       SignIn   SignIn
        POST /users/{name}/access-keys/{key}/activate   SignIn   Onward       SignIn   SignIn   Onward       Onward       SignIn   SignIn
        POST /users/{name}/access-keys/{key}/deactivate SignIn   Onward       SignIn   SignIn   Onward       Onward       SignIn   SignIn
        POST /users/{name}/access-keys/{key}/delete     SignIn   Onward       SignIn   SignIn   Onward       Onward       SignIn   SignIn
        POST /users/{name}/bypass-code                       SignIn   NotPermitted SignIn   SignIn   NotPermitted Refused      SignIn   SignIn
        POST /users/{name}/delete                       SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /users/{name}/mfa/assign                   SignIn   Onward       SignIn   SignIn   NotPermitted Onward       SignIn   Onward
        POST /users/{name}/mfa/assign/passkey           SignIn   Onward       SignIn   SignIn   NotPermitted Onward       SignIn   Onward
        POST /users/{name}/mfa/assign/token             SignIn   NotFound     SignIn   SignIn   NotPermitted NotFound     SignIn   NotFound
        POST /users/{name}/mfa/assign/{device}/set-up   SignIn   Onward       SignIn   SignIn   NotPermitted Onward       SignIn   Onward
        POST /users/{name}/mfa/{device}/enable          SignIn   NotPermitted SignIn   SignIn   NotPermitted Onward       SignIn   SignIn
        POST /users/{name}/mfa/{device}/pin             SignIn   NotFound     SignIn   SignIn   NotFound     NotFound     SignIn   SignIn
        POST /users/{name}/mfa/{device}/remove          SignIn   NotFound     SignIn   SignIn   NotPermitted Onward       SignIn   SignIn
        POST /users/{name}/mfa/{device}/rename          SignIn   NotFound     SignIn   SignIn   NotPermitted Onward       SignIn   SignIn
        POST /users/{name}/mfa/{device}/resync          SignIn   NotFound     SignIn   SignIn   NotPermitted Onward       SignIn   SignIn
        POST /users/{name}/reset-password               SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /groups                                         SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /groups/create                                  SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /groups/{name}                                  SignIn   Onward       SignIn   SignIn   Onward       Onward       SignIn   SignIn
        GET  /groups/{name}/delete                           SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /groups/{name}/edit                             SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /groups/{name}/members                          SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /groups/{name}/members/add                      SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /groups/{name}/members/{user}/remove            SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /groups/{name}/permissions                      SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /groups/{name}/permissions/attach               SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /groups/{name}/permissions/create-inline        SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /groups/{name}/permissions/detach/{arn}         SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /groups/{name}/permissions/inline/{policy}      SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /groups/{name}/permissions/inline/{policy}/delete SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /policies                                       SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /policies/create                                SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /policies/{arn}                                 SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /policies/{arn}/attached                        SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /policies/{arn}/delete                          SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /policies/{arn}/edit                            SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /policies/{arn}/versions/{version}              SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /policies/{arn}/versions/{version}/default      SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /policies/{arn}/versions/{version}/delete       SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /roles                                          SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /roles/create                                   SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /roles/{name}                                   SignIn   Onward       SignIn   SignIn   Onward       Onward       SignIn   SignIn
        GET  /roles/{name}/delete                            SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /roles/{name}/permissions                       SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /roles/{name}/permissions/attach                SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /roles/{name}/permissions/boundary              SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /roles/{name}/permissions/create-inline         SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /roles/{name}/permissions/detach/{arn}          SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /roles/{name}/permissions/inline/{policy}       SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /roles/{name}/permissions/inline/{policy}/delete SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /roles/{name}/settings                          SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /roles/{name}/trust                             SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /users/{name}/groups                            SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /users/{name}/groups/add                        SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /users/{name}/permissions                       SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /users/{name}/permissions/attach                SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /users/{name}/permissions/boundary              SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /users/{name}/permissions/create-inline         SignIn   Page         SignIn   SignIn   Page         Page         SignIn   SignIn
        GET  /users/{name}/permissions/detach/{arn}          SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /users/{name}/permissions/inline/{policy}       SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        GET  /users/{name}/permissions/inline/{policy}/delete SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /groups/create                                  SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /groups/{name}/delete                           SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /groups/{name}/edit                             SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /groups/{name}/members/add                      SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /groups/{name}/members/{user}/remove            SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /groups/{name}/permissions/attach               SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /groups/{name}/permissions/create-inline        SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /groups/{name}/permissions/detach/{arn}         SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /groups/{name}/permissions/inline/{policy}      SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /groups/{name}/permissions/inline/{policy}/delete SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /policies/create                                SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /policies/{arn}/delete                          SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /policies/{arn}/edit                            SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /policies/{arn}/versions/{version}/default      SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /policies/{arn}/versions/{version}/delete       SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/create                                   SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/{name}/delete                            SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/{name}/permissions/attach                SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/{name}/permissions/boundary              SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/{name}/permissions/create-inline         SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/{name}/permissions/detach/{arn}          SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/{name}/permissions/inline/{policy}       SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/{name}/permissions/inline/{policy}/delete SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/{name}/settings                          SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/{name}/tags                              SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/{name}/tags/remove                       SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /roles/{name}/trust                             SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /users/{name}/groups/add                        SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /users/{name}/permissions/attach                SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /users/{name}/permissions/boundary              SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /users/{name}/permissions/create-inline         SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /users/{name}/permissions/detach/{arn}          SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /users/{name}/permissions/inline/{policy}       SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        POST /users/{name}/permissions/inline/{policy}/delete SignIn   NotPermitted SignIn   SignIn   NotPermitted NotPermitted SignIn   SignIn
        """;

    [Fact]
    public void Every_route_has_its_row() =>
        Assert.Equal(Routes().Order(StringComparer.Ordinal), Rows().Select(row => row.Route).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Standings))]
    public async Task A_visitor_gets_what_is_written(string standing)
    {
        var column = Enum.Parse<Standing>(standing);
        Assert.Equal(Written(column), await Answers(column), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Standing.Anonymous))]
    [InlineData(nameof(Standing.Pending))]
    [InlineData(nameof(Standing.WithoutMfa))]
    public async Task CVE_2026_96445_what_a_header_claims_changes_no_outcome(string standing)
    {
        var column = Enum.Parse<Standing>(standing);
        Assert.Equal(
            Written(column),
            await Answers(
                column,
                ("X-Forwarded-For", "10.0.0.1"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-User", "admin"),
                ("Forwarded", "for=10.0.0.1;proto=https;host=evil.example"), ("X-Real-IP", "10.0.0.1"), ("X-Original-URL", "/sign-in"),
                ("X-Rewrite-URL", "/sign-in"), ("X-HTTP-Method-Override", "GET")),
            StringComparer.Ordinal);
    }

    [Fact]
    public void GHSA_3q28_qjrv_qr39_a_sign_in_under_way_opens_only_its_own_next_step()
    {
        var enrolment = Rows().Where(row => row.Outcomes[(int)Standing.Enrolling] != row.Outcomes[(int)Standing.Pending]).Select(row => row.Route);
        Assert.Equal(
            [
                "GET /sign-in/code", "GET /sign-in/passkey", "GET /sign-in/recovery", "GET /users/{name}/mfa/assign",
                "GET /users/{name}/mfa/assign/passkey", "GET /users/{name}/mfa/assign/token", "GET /users/{name}/mfa/assign/{device}/set-up",
                "POST /sign-in/code", "POST /sign-in/passkey", "POST /sign-in/recovery", "POST /users/{name}/mfa/assign",
                "POST /users/{name}/mfa/assign/passkey", "POST /users/{name}/mfa/assign/token", "POST /users/{name}/mfa/assign/{device}/set-up",
            ],
            enrolment.Order(StringComparer.Ordinal), StringComparer.Ordinal);

        Outcome[] nothing = [Outcome.SignIn, Outcome.File, Outcome.NotFound, Outcome.ApiError];

        var open = Rows().Where(row => row.Outcomes[(int)Standing.Pending] is var outcome && !nothing.Contains(outcome)).Select(row => row.Route);

        // An address is led to its longer form whoever asks, and whether or not there is such a user.
        Assert.Equal(
            [
                "GET /sign-in", "GET /sign-in/code", "GET /sign-in/new-password", "GET /sign-in/passkey", "GET /sign-in/recovery",
                "GET /users/{name}", "POST /sign-in", "POST /sign-in/code", "POST /sign-in/passkey", "POST /sign-in/recovery",
                "POST /sign-in/without-password",
            ],
            open.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Aspnet_Announcements_284_a_form_without_antiforgery_token_is_refused_and_changes_nothing()
    {
        var hash = await PasswordHash();
        foreach (var route in Routes().Where(route => route.StartsWith("POST /", StringComparison.Ordinal) && !IsForPrograms(route)))
        {
            using var visitor = await Visitor.Come(server, Standing.WithMfa, hash);
            var before = await Contents.Of(server);

            Assert.True(await visitor.Forge(route[5..]) == HttpStatusCode.BadRequest, route);

            Assert.Equal(before, await Contents.Of(server), StringComparer.Ordinal);
        }
    }

    // What is signed needs no token: no browser signs.
    private static bool IsForPrograms(string route) => route == "POST /" || route.StartsWith("POST /access/", StringComparison.Ordinal);

    public static TheoryData<string> Standings => [.. Enum.GetNames<Standing>()];

    private static IEnumerable<(string Route, Outcome[] Outcomes)> Rows() => Table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(cells => ($"{cells[0]} {cells[1]}", cells[2..].Select(Enum.Parse<Outcome>).ToArray()));

    private static IEnumerable<string> Written(Standing standing) => Rows()
        .Select(row => $"{row.Route} {row.Outcomes[(int)standing]}").Order(StringComparer.Ordinal);

    private async Task<List<string>> Answers(Standing standing, params (string, string)[] headers)
    {
        var hash = await PasswordHash();
        var answers = new List<string>();
        foreach (var route in Routes())
        {
            // Each has a visitor of its own: what one form changes is nothing to the next.
            using var visitor = await Visitor.Come(server, standing, hash);
            var space = route.IndexOf(' ', StringComparison.Ordinal);
            answers.Add($"{route} {await visitor.Ask(route[..space], route[(space + 1)..], headers)}");
        }

        return [.. answers.Order(StringComparer.Ordinal)];
    }

    private Task<string> PasswordHash() => server.Service<PasswordHasher>().Hash(Password.TryParse(Visitor.PasswordText)!);

    private IEnumerable<string> Routes() => server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            .Where(method => method != "HEAD")
            .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"));
}
