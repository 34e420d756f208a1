using Countersign.Console.Frame;
using Countersign.Identity;

namespace Countersign.Console.Explanations;

/// <summary>May somebody do something, and why or why not. A form that only asks: it is sent with GET, so an answer has an address.</summary>
internal static class ExplainForms
{
    public static void Map(WebApplication app) => app.MapPage("/explain", Show);

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedIn();
        var asked = new AskedQuestion(
            visit.Query("principal")?.Trim() ?? "", visit.Query("as") is "role", visit.Query("action")?.Trim() ?? "",
            visit.Query("resource")?.Trim() ?? "", visit.Query("mfa") ?? "");
        if (asked is { Principal: "", Action: "" })
            return visit.Page<ExplainPage>(new { Asked = asked });
        try
        {
            if (asked.Principal.Length == 0)
                throw FormErrors.Empty("principal", asked.IsRole ? "the name of a role" : "the name of a user");
            return visit.Page<ExplainPage>(new { Asked = asked, Answer = await visit.Run(asked.ToRequest()) });
        }
        catch (ApiError refusal) when (refusal.Code is "NoSuchEntity" or "ValidationError")
        {
            visit.Form.Refuse(refusal, refusal.Code == "NoSuchEntity" ? "principal" : "action", "principal", "action");
            return visit.Page<ExplainPage>(new { Asked = asked });
        }
    }
}

/// <summary>What was asked, as typed.</summary>
/// <param name="Principal">The name of a user or a role.</param>
/// <param name="IsRole">Whether it is a role's.</param>
/// <param name="Action">As policies name it.</param>
/// <param name="Resource">An ARN; empty for what the operation is about when nothing is named.</param>
/// <param name="Mfa"><c>yes</c>, <c>no</c>, or empty for an access key.</param>
public sealed record AskedQuestion(string Principal, bool IsRole, string Action, string Resource, string Mfa)
{
    /// <summary>The request that it becomes.</summary>
    public Explain.Request ToRequest() => new(
        Principal, Action, Resource.Length == 0 ? "*" : Resource, IsRole, Mfa switch { "yes" => true, "no" => false, _ => null });
}
