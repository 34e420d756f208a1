using Countersign.Console.Frame;
using Countersign.Console.Mfa;
using Countersign.Mfa;
using Countersign.Mfa.Tokens;

namespace Countersign.Console.Tokens;

/// <summary>The token inventory: the list, a token, and what can be done with it.</summary>
internal static class TokenForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/tokens", ShowTokens);
        app.MapPage("/tokens/{device}/manage", Show<TokenPage>);
        app.MapPage("/tokens/{device}/status", Show<TokenPage>);
        app.MapForm("/tokens/{device}/status", SetStatus);
        app.MapPage("/tokens/{device}/delete", Show<DeleteTokenPage>);
        app.MapForm("/tokens/{device}/delete", Delete);
    }

    private static async Task<IResult> ShowTokens(Visit visit)
    {
        await visit.SignedIn();
        var page = await visit.Run(new ListTokens.Request(visit.Query("search"), visit.Query("state"), visit.Query("marker")));
        return visit.Page<TokensPage>(new { Page = page, Search = visit.Query("search") ?? "", State = visit.Query("state") ?? "" });
    }

    private static async Task<IResult> Show<TPage>(Visit visit)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        await visit.SignedIn();
        return visit.Page<TPage>(new { Token = await visit.Run(new GetToken.Request(DeviceForms.Serial(visit))) });
    }

    /// <summary>Sets the status; a token that is somebody's is taken from its user first, in the same transaction, as the page has said.</summary>
    private static async Task<IResult> SetStatus(Visit visit)
    {
        await visit.SignedIn();
        var serial = DeviceForms.Serial(visit);
        try
        {
            var token = await visit.Run(new GetToken.Request(serial));
            await visit.Batch(
                async (batch, operations) =>
                {
                    if (token.UserName is { } userName)
                        await batch.Run(new DeactivateMFADevice.Request(serial, userName), operations);
                    return await batch.Run(new UpdateToken.Request(serial, visit.Form.Value("Status")), operations);
                },
                visit.Form.Reason());
            return Visit.To(Links.Token(serial, "manage") + "?done=" + Uri.EscapeDataString(visit.Form.Value("Status")));
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null, "Reason");
            return await Show<TokenPage>(visit);
        }
    }

    private static async Task<IResult> Delete(Visit visit)
    {
        await visit.SignedIn();
        var serial = DeviceForms.Serial(visit);
        try
        {
            await visit.Batch((batch, operations) => batch.Run(new DeleteToken.Request(serial), operations), visit.Form.Reason());
            return Visit.To(Links.Tokens + "?done=deleted");
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, null, "Reason");
            return await Show<DeleteTokenPage>(visit);
        }
    }
}
