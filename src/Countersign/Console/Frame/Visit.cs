using Countersign.Mfa.Passkeys;
using Countersign.SignIn;
using Countersign.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Countersign.Console.Frame;

/// <summary>One request of a browser: who it is, what was typed, the way to the operations, and the answers.</summary>
internal sealed class Visit(
    Pipeline pipeline, Operations operations, ConsoleCookies cookies, KnownBrowsers browsers, OneTimeSecrets secrets,
    SignInOptions signIn, ServerOptions server, ConsoleAddress address, LastUsed lastUsed, Measures measures, TimeProvider clock)
{
    public HttpContext Http { get; private set; } = null!;

    /// <summary>Shown when something fails, and in the logs.</summary>
    public string RequestId => Http.TraceIdentifier;

    /// <summary>Who is signed in; null on the pages of signing in.</summary>
    public GetSession.Response? Session { get; private set; }

    /// <summary>The sign-in under way, on the pages that lead a user through enrolment; else null.</summary>
    public GetSignInStep.Response? Enrolling { get; private set; }

    /// <summary>What was typed, and what was wrong with it.</summary>
    public FormState Form { get; } = new() { Malformed = () => measures.Code(Measures.AnyKind, Measures.Malformed) };

    /// <summary>The server's time.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Whom to ask for help.</summary>
    public string? HelpText => signIn.HelpText;

    public ConsoleCookies Cookies => cookies;

    /// <summary>How browsers reach the console: as configured, else as this browser did.</summary>
    public string ConsoleUrl => server.PublicUrl?.TrimEnd('/') ?? $"{Http.Request.Scheme}://{Http.Request.Host}";

    /// <summary>Whom passkeys are made for here: by the console's own address, whatever the browser says.</summary>
    public RelyingParty RelyingParty => RelyingParty.Of(address.Url);

    /// <summary>This page's own address, with its query.</summary>
    public string Here => Http.Request.Path.ToUriComponent() + (HttpMethods.IsPost(Http.Request.Method) ? Form.ToQuery() : Http.Request.QueryString.ToUriComponent());

    /// <summary>Where the visitor wanted to go: a local path, or the first page.</summary>
    public string Return => LocalPath.Of(Form.Value("return") is { Length: > 0 } typed ? typed : Query("return"));

    public void Begin(HttpContext http)
    {
        Http = http;
        if (cookies.IsSecure(http))
            http.Request.Scheme = "https";    // the configured public address: a proxy in front speaks plain HTTP to us
        if (HttpMethods.IsGet(http.Request.Method))
            Form.Read(http.Request.Query);
    }

    /// <summary>A part of the address.</summary>
    public string Route(string name) => (string?)Http.GetRouteValue(name) ?? "";

    /// <summary>A part of the query; null when left out or empty.</summary>
    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>Runs an operation with the proof of the session, or of the sign-in that leads through enrolment.</summary>
    public Task<TResponse> Run<TResponse>(IRequest<TResponse> request) => Enrolling is not null
        ? RunPending(request)
        : pipeline.Run(Proof(), request, Facts(Session?.UserName), Http.RequestAborted);

    /// <summary>Runs an operation for one part of a page; null when policies do not let the visitor see that part.</summary>
    public async Task<TResponse?> RunPart<TResponse>(IRequest<TResponse> request)
        where TResponse : class
    {
        try
        {
            return await Run(request);
        }
        catch (ApiError refusal) when (refusal.Code == "AccessDenied")
        {
            return null;
        }
    }

    /// <summary>Runs an operation with the proof of a sign-in under way.</summary>
    public Task<TResponse> RunPending<TResponse>(IRequest<TResponse> request) =>
        cookies.Read(Http, ConsoleCookie.Attempt) is { } token
            ? pipeline.Run(new PendingProof(token), request, Facts(null), Http.RequestAborted)
            : throw SignInErrors.Over();

    /// <summary>Runs an operation for somebody who has proven nothing yet.</summary>
    public Task<TResponse> RunAnonymous<TResponse>(string userName, IRequest<TResponse> request) =>
        pipeline.Run(new NoProof(), request, Facts(userName), Http.RequestAborted);

    /// <summary>Runs several operations in one transaction: all of them happen, or none.</summary>
    /// <param name="work">Runs them, by <see cref="Operations"/>.</param>
    /// <param name="reason">Why, in the visitor's words, for the audit log.</param>
    public Task<T> Batch<T>(Func<Batch, Operations, Task<T>> work, string? reason = null) => pipeline.Batch(
        Proof(), Facts(Session?.UserName) with { Reason = reason }, batch => work(batch, operations), Http.RequestAborted);

    /// <summary>Requires somebody who is signed in.</summary>
    /// <exception cref="ApiError">SessionExpired.</exception>
    public async Task SignedIn() => Session = await Run(new GetSession.Request());

    /// <summary>Requires somebody who is signed in, or whom sign-in leads through enrolment: for the pages of the wizard.</summary>
    /// <exception cref="ApiError">SessionExpired.</exception>
    public async Task SignedInOrEnrolling()
    {
        try
        {
            await SignedIn();
        }
        catch (ApiError refusal) when (refusal.Code == "SessionExpired" && cookies.Read(Http, ConsoleCookie.Attempt) is not null)
        {
            var step = await RunPending(new GetSignInStep.Request());
            if (step.Step != SignInStep.Enrolment)
                throw;
            Enrolling = step;
        }
    }

    /// <summary>Whether a user is the visitor.</summary>
    public bool IsSelf(string userName) =>
        userName.Equals(Session?.UserName ?? Enrolling?.UserName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a page of the wizard is left to without an end.</summary>
    public string Leave(string userName) => Enrolling is null ? Links.Credentials(userName, Session) : Links.SignIn;

    /// <summary>Finds out who is signed in, for pages that everybody may see.</summary>
    public async Task SignedInOrNot()
    {
        if (Session is not null || cookies.Read(Http, ConsoleCookie.Session) is null)
            return;
        try
        {
            await SignedIn();
        }
        catch (ApiError refusal) when (refusal.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status503ServiceUnavailable)
        {
            Session = null;
        }
    }

    /// <summary>Remembers that this user has signed in with this browser.</summary>
    public void Remember(string userName)
    {
        if (browsers.Read(cookies.Read(Http, ConsoleCookie.Browser), userName) is null)
            cookies.Write(Http, ConsoleCookie.Browser, browsers.Issue(userName));
    }

    /// <summary>A page.</summary>
    /// <param name="parameters">The component's parameters, as an anonymous object.</param>
    /// <param name="status">The HTTP status; when left out 200, or the status of what was wrong with the form.</param>
    public IResult Page<T>(object? parameters = null, int? status = null)
        where T : IComponent
    {
        SayWhen(Form.Error?.RetryAfter);
        return new RazorComponentResult<T>(parameters ?? new { })
        {
            StatusCode = status ?? Form.Error?.Status ?? StatusCodes.Status200OK,
            PreventStreamingRendering = true,
        };
    }

    /// <summary>A page with a secret in it: no cache keeps it, and no link out of it tells where it was.</summary>
    public IResult SecretPage<T>(object parameters)
        where T : IComponent
    {
        Http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Page<T>(parameters);
    }

    /// <summary>Sends a new secret ahead to the page that may show it.</summary>
    public void SendSecret(string page, params string[] secret) => secrets.Send(this, page, secret);

    /// <summary>Takes the secret that was sent to this page.</summary>
    /// <exception cref="ApiError">NoSuchEntity: it was shown already.</exception>
    public string[] TakeSecret() => secrets.Take(this);

    /// <summary>Goes to another page with GET, whatever this request was.</summary>
    /// <param name="path">A local path.</param>
    public static IResult To(string path) => new SeeOther(path);

    /// <summary>The page, or the redirect, that a refusal becomes.</summary>
    public async Task<IResult> Refused(ApiError refusal)
    {
        switch (refusal.Code)
        {
            case "SessionExpired":
                return To(Links.WithReturn(Links.SignIn, Here));
            case "SignInExpired":
                return To(Links.WithReturn(Links.SignInAgain, Return));
            case "FreshProofNeeded":
                return To(Links.WithReturn(Links.Confirm, Here));
        }

        await SignedInOrNot();
        SayWhen(refusal.RetryAfter);
        return Page<RefusedPage>(new { Refusal = refusal }, refusal.Status);
    }

    private void SayWhen(TimeSpan? wait)
    {
        if (wait is { } time)
            Http.Response.Headers.RetryAfter = ((long)Math.Ceiling(time.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private SessionProof Proof() => cookies.Read(Http, ConsoleCookie.Session) is { } token
        ? new SessionProof(token, signIn, lastUsed)
        : throw SignInErrors.SessionEnded();

    private CallFacts Facts(string? userName) => new(RequestId, RequestFacts.SourceIp(Http), Http.Request.IsHttps)
    {
        UserAgent = RequestFacts.UserAgent(Http),
        Referer = Http.Request.Headers.Referer.FirstOrDefault(),
        KnownBrowser = userName is null ? null : browsers.Read(cookies.Read(Http, ConsoleCookie.Browser), userName),
    };
}
