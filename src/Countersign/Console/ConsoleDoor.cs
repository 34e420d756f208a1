using Countersign.Console.Credentials;
using Countersign.Console.Explanations;
using Countersign.Console.Frame;
using Countersign.Console.Groups;
using Countersign.Console.Mfa;
using Countersign.Console.Permissions;
using Countersign.Console.Policies;
using Countersign.Console.Recovery;
using Countersign.Console.Roles;
using Countersign.Console.Settings;
using Countersign.Console.SignIn;
using Countersign.Console.Tokens;
using Countersign.Console.Users;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace Countersign.Console;

/// <summary>The console's door: pages for people. It translates forms into operations and refusals into words; it decides nothing.</summary>
internal static class ConsoleDoor
{
    public static void AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddSingleton<IConfigureOptions<AntiforgeryOptions>>(provider => new ConfigureOptions<AntiforgeryOptions>(
            options => provider.GetRequiredService<ConsoleCookies>().Configure(options)));
        services.AddSingleton<ConsoleCookies>().AddSingleton<OneTimeSecrets>().AddSingleton<ImportBoard>().AddSingleton<TypedKeys>();
        services.AddSingleton(_ => Assets.Read());
        services.AddScoped<Visit>();
    }

    public static void MapConsole(this WebApplication app)
    {
        app.Services.GetRequiredService<Assets>().Map(app);
        SignInForms.Map(app);
        PasskeyForms.Map(app);
        ProveAgainForms.Map(app);
        UserForms.Map(app);
        UserGroupForms.Map(app);
        GroupForms.Map(app);
        MemberForms.Map(app);
        RoleForms.Map(app);
        RoleSettingForms.Map(app);
        PolicyForms.Map(app);
        PolicyVersionForms.Map(app);
        foreach (var owner in PolicyOwner.All)
        {
            PermissionForms.Map(app, owner);
            InlinePolicyForms.Map(app, owner);
        }

        CredentialForms.Map(app);
        PasswordForms.Map(app);
        AccessKeyForms.Map(app);
        Wizard.Map(app);
        DeviceForms.Map(app);
        RecoveryForms.Map(app);
        BypassCodeForms.Map(app);
        SettingsForms.Map(app);
        ExplainForms.Map(app);
        TokenForms.Map(app);
        ImportForms.Map(app);
        ExportForms.Map(app);
    }

    /// <summary>True for <c>GET /</c> of a browser; an API call in the query belongs to the other door.</summary>
    public static bool IsHome(HttpRequest request) =>
        !request.Query.ContainsKey("Action") && !request.Query.ContainsKey("X-Amz-Algorithm");

    /// <summary>Whether who asks wants to read a page.</summary>
    public static bool IsBrowser(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>The first page: users for whoever may see them, else one's own credentials.</summary>
    public static Task Home(HttpContext http) => Routes.Answer(http, async visit =>
    {
        await visit.SignedIn();
        try
        {
            await visit.Run(new Identity.ListUsersWithCredentials.Request(MaxItems: 1));
            return Visit.To(Links.Users);
        }
        catch (ApiError refusal) when (refusal.Code == "AccessDenied")
        {
            return Visit.To(Links.MyCredentials);
        }
    });

    /// <summary>The page for an address that leads nowhere.</summary>
    public static Task NotFound(HttpContext http) => Routes.Answer(http, async visit =>
    {
        await visit.SignedInOrNot();
        return visit.Page<NotFoundPage>(status: StatusCodes.Status404NotFound);
    });
}
