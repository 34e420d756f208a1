using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Console.Frame;
using Countersign.Console.Permissions;

namespace Countersign.Console.Roles;

/// <summary>Writes the trust policy that a form asks for: who may take the role, and what it asks of them.</summary>
internal static class TrustDocument
{
    /// <summary>The fields of the form.</summary>
    public static readonly string[] Fields = ["Account", "ExternalId", "Provider", "Audience", "Subject"];

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ApiError">ValidationError at the field that is empty or wrong.</exception>
    public static string Of(Visit visit) => visit.Form.Value("Trust") switch
    {
        "account" => Accounts(visit, visit.Session!.AccountId, externalId: ""),
        "other" => Accounts(visit, Account(visit), visit.Form.Value("ExternalId").Trim()),
        "web" => WebIdentity(visit),
        "own" => PolicyCheck.Document(visit),
        _ => throw FormErrors.NothingChosen("Trust", "who may take the role"),
    };

    /// <summary>What an own text begins with: this account's users, with MFA.</summary>
    public static string Start(string accountId) => Write(
        "sts:AssumeRole", new JsonObject { ["AWS"] = $"arn:aws:iam::{accountId}:root" },
        new JsonObject { ["Bool"] = new JsonObject { ["aws:MultiFactorAuthPresent"] = "true" } });

    private static string Accounts(Visit visit, string account, string externalId)
    {
        var conditions = new JsonObject();
        if (visit.Form.Has("Mfa", "yes"))
            conditions["Bool"] = new JsonObject { ["aws:MultiFactorAuthPresent"] = "true" };
        if (externalId.Length > 0)
            conditions["StringEquals"] = new JsonObject { ["sts:ExternalId"] = externalId };
        return Write("sts:AssumeRole", new JsonObject { ["AWS"] = $"arn:aws:iam::{account}:root" }, conditions);
    }

    private static string WebIdentity(Visit visit)
    {
        var provider = Typed(visit, "Provider", "the provider's address");
        if (provider.Contains("://", StringComparison.Ordinal) || provider.Any(c => c is ' ' or '*' or '?'))
            throw FormErrors.BadProvider("Provider");
        var audience = Typed(visit, "Audience", "the audience that the provider writes into its tokens");
        var subject = Typed(visit, "Subject", "whose tokens are taken; * stands for any characters");    // without it, whoever the provider knows is let in
        var isPattern = subject.AsSpan().ContainsAny('*', '?');
        var equal = new JsonObject { [provider + ":aud"] = audience };
        var conditions = new JsonObject { ["StringEquals"] = equal };
        if (isPattern)
            conditions["StringLike"] = new JsonObject { [provider + ":sub"] = subject };
        else
            equal[provider + ":sub"] = subject;
        return Write(
            "sts:AssumeRoleWithWebIdentity",
            new JsonObject { ["Federated"] = $"arn:aws:iam::{visit.Session!.AccountId}:oidc-provider/{provider}" }, conditions);
    }

    private static string Write(string action, JsonObject principal, JsonObject conditions)
    {
        var statement = new JsonObject { ["Effect"] = "Allow", ["Principal"] = principal, ["Action"] = action };
        if (conditions.Count > 0)
            statement["Condition"] = conditions;
        return new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) }.ToJsonString(Written).ReplaceLineEndings("\n");
    }

    private static string Account(Visit visit)
    {
        var account = visit.Form.Value("Account").Trim().Replace("-", "", StringComparison.Ordinal);    // as the console writes it
        return account.Length == 12 && account.All(char.IsAsciiDigit) ? account : throw FormErrors.BadAccount("Account");
    }

    private static string Typed(Visit visit, string field, string what) =>
        visit.Form.Value(field).Trim() is { Length: > 0 } text ? text : throw FormErrors.Empty(field, what);
}
