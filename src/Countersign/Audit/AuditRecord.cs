using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Countersign.Audit;

/// <summary>Writes an event as JSON with the field names of CloudTrail's records.</summary>
/// <remarks>
/// Parameters are written by type, not by name: texts, numbers, flags, serial numbers and tags are; whatever has a type
/// of its own for being secret (codes, passwords, tokens) is left out, so a new operation cannot leak by forgetting.
/// </remarks>
internal static class AuditRecord
{
    /// <summary>Who called, in one line.</summary>
    public static string NameOf(Caller caller) => caller switch
    {
        PrincipalCaller principal => principal.Arn,
        PendingCaller pending => pending.User.Arn,
        LocalOperator local => "local operator " + local.OperatingSystemUser,
        _ => "anonymous",
    };

    public static string Write(
        string eventId, string action, Caller caller, string? accountId, CallFacts facts, DateTimeOffset now, object? request,
        IToldInAudit? response, string? about, string outcome, string? message, string? cause)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var colon = action.IndexOf(':', StringComparison.Ordinal);
            json.WriteStartObject();
            json.WriteString("eventVersion", "1.08");
            json.WriteString("eventID", eventId);
            json.WriteString("eventTime", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("eventSource", action[..colon]);
            json.WriteString("eventName", action[(colon + 1)..]);
            json.WriteString("requestID", facts.RequestId);
            json.WriteString("recipientAccountId", accountId);
            json.WriteString("sourceIPAddress", facts.SourceIp);
            json.WriteString("userAgent", facts.UserAgent);
            json.WriteString("awsRegion", facts.Region);
            WriteIdentity(json, caller);
            json.WriteStartObject("requestParameters");
            WriteMembers(json, request);
            json.WriteEndObject();
            if (response is not null)
            {
                json.WriteStartObject("responseElements");
                WriteMembers(json, response);
                json.WriteEndObject();
            }

            if (about is not null)
            {
                json.WriteStartArray("resources");
                json.WriteStartObject();
                json.WriteString("ARN", about);
                json.WriteEndObject();
                json.WriteEndArray();
            }

            if (facts.Reason is not null)
                json.WriteString("reason", facts.Reason);
            if (outcome != "Success")
            {
                json.WriteString("errorCode", outcome);
                json.WriteString("errorMessage", message);
                if (cause is not null)
                    json.WriteString("errorCause", cause);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteIdentity(Utf8JsonWriter json, Caller caller)
    {
        json.WriteStartObject("userIdentity");
        switch (caller)
        {
            case UserCaller { User: var user, Credential: var credential }:
                json.WriteString("type", "IAMUser");
                json.WriteString("principalId", user.UserId);
                json.WriteString("arn", user.Arn);
                json.WriteString("userName", user.UserName);
                switch (credential)
                {
                    case Credential.AccessKey key:
                        json.WriteString("accessKeyId", key.AccessKeyId);
                        break;
                    case Credential.Temporary temporary:
                        json.WriteString("accessKeyId", temporary.AccessKeyId);
                        WriteSession(json, temporary.IssuedAt, temporary.MfaAt is not null);
                        break;
                    case Credential.Console console:
                        WriteSession(json, console.Session.StartedAt, console.Session.MfaAt is not null);
                        break;
                }

                break;
            case RoleCaller { Role: var role, Session: var session, Credential: Credential.Temporary credential }:
                json.WriteString("type", "AssumedRole");
                WriteSession(json, (PrincipalCaller)caller, credential, session, "Role", role.RoleId, role.Arn, role.RoleName);
                break;
            case FederatedCaller { User: var user, Session: var session, Credential: Credential.Temporary credential }:
                json.WriteString("type", "FederatedUser");
                WriteSession(json, (PrincipalCaller)caller, credential, session, "IAMUser", user.UserId, user.Arn, user.UserName);
                break;
            case PendingCaller pending:
                json.WriteString("type", "IAMUser");
                json.WriteString("principalId", pending.User.UserId);
                json.WriteString("arn", pending.User.Arn);
                json.WriteString("userName", pending.User.UserName);
                break;
            case LocalOperator local:
                json.WriteString("type", "LocalOperator");
                json.WriteString("userName", local.OperatingSystemUser);
                break;
            default:
                json.WriteString("type", "Anonymous");
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteSession(Utf8JsonWriter json, DateTimeOffset created, bool mfa)
    {
        json.WriteStartObject("sessionContext");
        json.WriteStartObject("attributes");
        json.WriteString("creationDate", created.UtcDateTime);
        json.WriteString("mfaAuthenticated", mfa ? "true" : "false");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSession(
        Utf8JsonWriter json, PrincipalCaller caller, Credential.Temporary credential, Sts.SessionFacts session, string type, string id, string arn, string name)
    {
        json.WriteString("principalId", caller.UserId);
        json.WriteString("arn", caller.Arn);
        json.WriteString("accountId", caller.AccountId);
        json.WriteString("accessKeyId", credential.AccessKeyId);
        json.WriteStartObject("sessionContext");
        json.WriteStartObject("sessionIssuer");
        json.WriteString("type", type);
        json.WriteString("principalId", id);
        json.WriteString("arn", arn);
        json.WriteString("userName", name);
        json.WriteEndObject();
        json.WriteStartObject("attributes");
        json.WriteString("creationDate", credential.IssuedAt.UtcDateTime);
        json.WriteString("mfaAuthenticated", "false");
        json.WriteEndObject();
        if (session.SourceIdentity is { } source)
            json.WriteString("sourceIdentity", source);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, object? request)
    {
        foreach (var member in request?.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance) ?? [])
        {
            if (member.GetValue(request) is { } value && IsTellable(value))
            {
                json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(member.Name));
                WriteValue(json, value);
            }
        }
    }

    private static bool IsTellable(object value) =>
        value is string or int or bool or Enum or SerialNumber or Tag or IEnumerable<string> or IEnumerable<Tag>;

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case Enum choice:
                json.WriteStringValue(choice.ToString());
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case Tag tag:
                json.WriteStartObject();
                json.WriteString("key", tag.Key);
                json.WriteString("value", tag.Value);
                json.WriteEndObject();
                break;
            case SerialNumber serial:
                json.WriteStringValue(serial.Value);
                break;
            case IEnumerable list:
                json.WriteStartArray();
                foreach (var item in list)
                    WriteValue(json, item);
                json.WriteEndArray();
                break;
        }
    }
}
