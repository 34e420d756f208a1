using System.Globalization;
using System.Text.Json;

namespace Countersign.Authorize;

/// <summary>Writes what other services are answered.</summary>
internal static class AuthorizeJson
{
    /// <summary>The answer to one question.</summary>
    public static void Write(Utf8JsonWriter json, Answer answer)
    {
        json.WriteStartObject();
        json.WriteBoolean("decision", answer.Decision);
        if (answer.Reason is { } reason)
        {
            json.WriteStartObject("context");
            json.WriteString("reason", reason);
            if (answer.Error is { } error)
                WriteError(json, error, error.Status);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The answers to a list of questions, or to the one that was asked without a list.</summary>
    public static void Write(Utf8JsonWriter json, Evaluate.Response response, bool asList)
    {
        if (!asList)
        {
            Write(json, response.Answers[0]);
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("evaluations");
        foreach (var answer in response.Answers)
            Write(json, answer);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Who signed a request, or why that cannot be said.</summary>
    public static void Write(Utf8JsonWriter json, VerifySignature.Response response)
    {
        json.WriteStartObject();
        json.WriteBoolean("verified", response.Verified);
        if (response.Signer is { } signer)
        {
            Write(json, signer);
            json.WriteStartObject("subject");
            json.WriteString("type", Subject.Word(signer.Subject.Kind));
            json.WriteString("id", signer.Subject.Id);
            if (signer.Subject.SessionToken is { } token)
            {
                json.WriteStartObject("properties");
                json.WriteString("session_token", token);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        if (response.Refusal is { } refusal)
            WriteError(json, refusal, refusal.Status);
        json.WriteEndObject();
    }

    /// <summary>A refusal of the asking call itself.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="error">The refusal.</param>
    /// <param name="status">The HTTP status that it is sent with.</param>
    /// <param name="requestId">As the header has it.</param>
    public static void Write(Utf8JsonWriter json, ApiError error, int status, string requestId)
    {
        json.WriteStartObject();
        WriteError(json, error, status);
        json.WriteString("request_id", requestId);
        json.WriteEndObject();
    }

    /// <summary>Where the endpoints are.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="url">The server's address, without a slash at the end.</param>
    public static void WriteConfiguration(Utf8JsonWriter json, string url)
    {
        json.WriteStartObject();
        json.WriteString("policy_decision_point", url);
        json.WriteString("access_evaluation_endpoint", url + AuthorizeDoor.Evaluation);
        json.WriteString("access_evaluations_endpoint", url + AuthorizeDoor.Evaluations);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Signer signer)
    {
        json.WriteStartObject("signer");
        json.WriteString("access_key_id", signer.Subject.Id);
        json.WriteString("account", signer.Account);
        json.WriteString("arn", signer.Arn);
        json.WriteString("user_id", signer.UserId);
        json.WriteString("type", signer.PrincipalType);
        if (signer.UserName is { } name)
            json.WriteString("user_name", name);
        json.WriteBoolean("mfa", signer.MfaAge is not null);
        if (signer.MfaAge is { } age)
            json.WriteNumber("mfa_age", age);
        json.WriteString("signed_at", Seconds(signer.SignedAt));
        if (signer.SessionIssuedAt is { } issued)
        {
            json.WriteStartObject("session");
            json.WriteString("issued_at", Seconds(issued));
            if (signer.SessionName is { } session)
                json.WriteString("name", session);
            if (signer.SourceIdentity is { } source)
                json.WriteString("source_identity", source);
            json.WriteEndObject();
        }

        json.WriteStartObject("tags");
        foreach (var (key, value) in signer.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, ApiError error, int status)
    {
        json.WriteStartObject("error");
        json.WriteNumber("status", status);
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        json.WriteEndObject();
    }

    private static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
