using System.Net.Sockets;
using Countersign.Audit;
using Countersign.Authorize;
using Countersign.Console;
using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Mfa.Passkeys;
using Countersign.Observing;
using Countersign.Query;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Sts.WebIdentity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Countersign;

/// <summary>The running server: settings checked, database open, doors listening.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Server(WebApplication app, string consoleUrl, FirstStart? firstStart, string announcement) =>
        (_app, ConsoleUrl, FirstStart, Announcement) = (app, consoleUrl, firstStart, announcement);

    /// <summary>Where the console is.</summary>
    public string ConsoleUrl { get; }

    /// <summary>The first address that is listened on; a port of 0 has been chosen by then.</summary>
    public string ListensAt => _app.Urls.First();

    /// <summary>What the first start made; null on every later one.</summary>
    public FirstStart? FirstStart { get; }

    /// <summary>What to print.</summary>
    public string Announcement { get; }

    public IServiceProvider Services => _app.Services;

    /// <exception cref="StartupException">Something stands in the way; says what to do.</exception>
    public static async Task<Server> Start(
        IConfiguration configuration, TimeProvider clock, CancellationToken cancellation, Action<IServiceCollection>? more = null)
    {
        var settings = Settings.Read(configuration);
        var urls = ListeningRules.Split(settings.Server.Urls);
        ListeningRules.Check(urls, settings.Server);
        ListeningRules.CheckMetrics(settings.Server);
        var database = Opening.Open(settings.Server, clock.GetUtcNow());

        var app = Build(configuration, settings, database, clock, urls, more);
        try
        {
            await app.StartAsync(cancellation);
            var address = app.Services.GetRequiredService<ConsoleAddress>();
            address.Listening(app.Urls.First());
            var consoleUrl = address.Url;
            var hasher = app.Services.GetRequiredService<PasswordHasher>();
            var first = await Bootstrap.Run(
                database, hasher, consoleUrl, settings.Accounts.Count > 0 ? settings.Accounts[0] : null, settings.Server.BootstrapOutput, clock.GetUtcNow());
            await GivenAccount.Make(database, hasher, settings.Accounts, clock.GetUtcNow());
            var announcement = first is not null && settings.Server.BootstrapOutput is null ? first.Print() : $"Countersign console: {consoleUrl}";
            if (RelyingParty.Of(consoleUrl).Problem is { } problem)
                announcement += $"{Environment.NewLine}Note: {problem}";
            return new Server(app, consoleUrl, first, announcement);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            await app.DisposeAsync();
            throw new StartupException($"{settings.Server.Urls} cannot be listened on: {e.InnerException.Message}. Stop the other program, or choose another address with --urls.", e);
        }
        catch (StartupException)
        {
            await app.DisposeAsync();
            throw;
        }
        catch (SocketException e)
        {
            await app.DisposeAsync();
            throw new StartupException($"{settings.Server.Urls} cannot be listened on: {e.Message}. Choose another address with --urls.", e);
        }
    }

    public Task WaitForShutdown(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Everything but the doors and what runs in the background: for the command line on the server.</summary>
    /// <exception cref="StartupException">The data folder cannot be used; says what to do.</exception>
    public static ServiceProvider Offline(Settings settings, TimeProvider clock)
    {
        var database = Opening.Open(settings.Server, clock.GetUtcNow());
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        AddCore(services, settings, database, clock);
        return services.BuildServiceProvider();
    }

    private static void AddCore(IServiceCollection services, Settings settings, Database database, TimeProvider clock)
    {
        services.AddSingleton(settings.Server).AddSingleton(settings.Mfa).AddSingleton(settings.SignIn);
        services.AddSingleton(clock).AddSingleton(_ => database);
        services.AddSingleton<Measures>();
        services.AddSingleton<WriteBehind>().AddSingleton<LastUsed>().AddSingleton<AuditLog>().AddSingleton<AuditSealer>();
        services.AddSingleton<ManagedPolicies>().AddSingleton<Principals>().AddSingleton<SessionLimits>().AddSingleton<RoleSessions>().AddSingleton<Authoriser>();
        services.AddSingleton<IssuerClient>().AddSingleton<IssuerKeys>();
        services.AddSingleton<PasswordHasher>().AddTransient<PasswordChange>().AddSingleton<CodeJudge>();
        services.AddSingleton<ConsoleAddress>();
        services.AddTransient(provider => new PasskeyVerifier(RelyingParty.Of(provider.GetRequiredService<ConsoleAddress>().Url), settings.Mfa.Issuer));
        services.AddTransient<PasskeyJudge>();
        services.AddSingleton<Operations>().AddSingleton<Pipeline>();
    }

    // The caller's address and scheme decide about counters, cookies and policies: only a configured proxy may tell them.
    private static void TrustProxies(WebApplication app, ServerOptions options)
    {
        var proxies = (options.TrustedProxies ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (proxies.Length == 0)
            return;

        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var proxy in proxies)
        {
            forwarded.KnownProxies.Add(System.Net.IPAddress.TryParse(proxy, out var address)
                ? address
                : throw new StartupException($"TrustedProxies: '{proxy}' is not an IP address."));
        }

        app.UseForwardedHeaders(forwarded);
    }

    private static WebApplication Build(
        IConfiguration configuration, Settings settings, Database database, TimeProvider clock, string[] urls, Action<IServiceCollection>? more)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = "countersign",
            Args = ["--hostBuilder:reloadConfigOnChange=false"],    // else every folder below is watched, and each write to the database wakes the watcher
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);    // it warns of clear keys; ours are sealed by the repository
        WebApplication? app = null;
        builder.Logging.AddFilter(    // what stops a start is said in one line by StartupException, not also with its stack trace
            "Microsoft.Extensions.Hosting.Internal.Host",
            level => level >= LogLevel.Warning && app is { } host && host.Lifetime.ApplicationStarted.IsCancellationRequested);
        builder.Logging.AddConfiguration(configuration.GetSection("Logging"));
        LogFormats.Add(builder.Logging, settings.Logging);
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = QueryEndpoint.BodyLimit;
            ConnectionLimits.Set(kestrel.Limits);
        });

        var services = builder.Services;
        AddCore(services, settings, database, clock);
        services.AddHostedService(provider => provider.GetRequiredService<AuditSealer>());    // stops after WriteBehind: last in, first out
        services.AddHostedService(provider => provider.GetRequiredService<WriteBehind>());
        services.AddHostedService<Sweeper>();
        ObservingDoors.Add(services, settings);
        services.AddHostedService<KeyKeeper>();
        services.AddHostedService<ClockWatch>();
        services.AddSingleton(_ => new SigningKeyCache()).AddSingleton<KnownKeys>().AddSingleton<QueryEndpoint>().AddSingleton<AuthorizeDoor>();
        services.AddDataProtection().SetApplicationName("countersign");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(
            provider => new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = new SealedKeyRing(provider.GetRequiredService<Database>())));
        services.AddSingleton<KnownBrowsers>();
        services.AddConsole();
        more?.Invoke(services);

        app = builder.Build();
        RouteSpans.Use(app);
        TrustProxies(app, settings.Server);
        HealthDoor.Map(app);
        var query = app.Services.GetRequiredService<QueryEndpoint>();
        app.MapPost("/", query.Answer);
        app.MapGet("/", http => ConsoleDoor.IsHome(http.Request) ? ConsoleDoor.Home(http) : query.Answer(http));
        app.Services.GetRequiredService<AuthorizeDoor>().Map(app);
        app.MapConsole();
        app.MapFallback("/{**path}", http => ConsoleDoor.IsBrowser(http.Request) ? ConsoleDoor.NotFound(http) : QueryEndpoint.Refuse(http, QueryErrors.NotFound()));
        return app;
    }
}
