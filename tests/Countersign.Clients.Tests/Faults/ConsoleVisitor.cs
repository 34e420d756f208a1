using System.Net;
using System.Text.RegularExpressions;

namespace Countersign.Clients.Tests.Faults;

/// <summary>The administrator, signed in to the console once: nodes and restarts make no difference to the cookies.</summary>
internal sealed partial class ConsoleVisitor(HttpClient http)
{
    private string _form = "";

    /// <summary>A client that keeps cookies and follows no redirect.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        Timeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Signs the first administrator in, with a new password.</summary>
    public async Task SignIn(Uri node, FirstStart first)
    {
        await Get(node, "/sign-in");
        using var password = await Post(node, "/sign-in", ("Account", first.AccountId), ("UserName", first.UserName), ("Password", first.Password));
        await Get(node, "/sign-in/new-password");
        using var signedIn = await Post(node, "/sign-in/new-password", ("NewPassword", "Correct-horse-9"), ("Repeated", "Correct-horse-9"));
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Equal(200, (await Get(node, "/users/create")).Status);
    }

    /// <summary>Reads a page.</summary>
    public async Task<(int Status, string Html)> Get(Uri node, string path)
    {
        using var answer = await http.GetAsync(new Uri(node, path), TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (Token().Match(html) is { Success: true } match)
            _form = match.Groups["token"].Value;
        return ((int)answer.StatusCode, html);
    }

    /// <summary>Sends a form with the antiforgery token of the last page.</summary>
    public async Task<HttpResponseMessage> Post(Uri node, string path, params (string Name, string Value)[] fields)
    {
        using var body = new FormUrlEncodedContent(fields.Append(("form", _form)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await http.PostAsync(new Uri(node, path), body, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("name=\"form\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
