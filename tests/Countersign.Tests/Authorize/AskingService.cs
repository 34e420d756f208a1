using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Identity;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Query;

namespace Countersign.Tests.Authorize;

/// <summary>Another service, which asks over HTTP with an access key of its own.</summary>
internal sealed class AskingService(TestServer server, Credentials credentials) : IDisposable
{
    public const string Evaluation = "/access/v1/evaluation";
    public const string Evaluations = "/access/v1/evaluations";
    public const string Signature = "/access/v1/signature";

    private readonly HttpClient _client = new() { BaseAddress = server.Url };

    /// <summary>What came back.</summary>
    internal sealed record Reply(int Status, string Text, string? RequestId, string? Challenge)
    {
        public JsonNode Json => JsonNode.Parse(Text)!;

        public string Code => (string)Json["error"]!["code"]!;

        public string Message => (string)Json["error"]!["message"]!;
    }

    /// <summary>A service whose user has these policies; none: it may ask whatever there is.</summary>
    public static async Task<AskingService> Of(TestServer server, params string[] documents)
    {
        var user = await server.AddUser(
            server.NewName("service"),
            documents.Length > 0 ? documents : ["""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["countersign:Evaluate","countersign:VerifySignature"],"Resource":"*"}}"""]);
        return new AskingService(server, await Key(server, user));
    }

    /// <summary>A new access key of a user.</summary>
    public static async Task<Credentials> Key(TestServer server, User user)
    {
        var key = (await server.AsAdmin(new CreateAccessKey.Request(user.UserName))).AccessKey;
        return new Credentials(key.AccessKeyId, key.SecretAccessKey, "", default);
    }

    /// <summary>Asks, signed for a service, with that type of content.</summary>
    public async Task<Reply> Post(string path, string body, string? service = "countersign", string type = "application/json", string? requestId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.ExpectContinue = body.Length > 1 << 20;    // what is too large is refused before it is sent
        if (requestId is not null)
            request.Headers.TryAddWithoutValidation("X-Request-ID", requestId);
        if (service is not null)
            Sign(request, path, body, service, type);
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Reply(
            (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            answer.Headers.TryGetValues("X-Request-ID", out var ids) ? ids.Single() : null,
            answer.Headers.TryGetValues("WWW-Authenticate", out var challenges) ? challenges.Single() : null);
    }

    /// <summary>What the endpoint without a signature tells.</summary>
    public Task<string> Get(string path) => _client.GetStringAsync(path, TestContext.Current.CancellationToken);

    /// <summary>The record of the last event of an action.</summary>
    public static async Task<string> LastEvent(TestServer server, string action)
    {
        await server.Service<WriteBehind>().Flush();
        await using var connection = await server.OpenDatabase();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT record FROM audit_events WHERE action = @action ORDER BY event_seq DESC LIMIT 1";
        command.Add("action", action);
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public void Dispose() => _client.Dispose();

    private void Sign(HttpRequestMessage request, string path, string body, string service, string type)
    {
        var date = server.Clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", date);
        request.Headers.TryAddWithoutValidation("Authorization", new Signer
        {
            Date = date,
            Path = path,
            Service = service,
            AccessKeyId = credentials.AccessKeyId,
            SecretAccessKey = credentials.SecretAccessKey,
            Body = body,
            Headers = [("Host", server.Url.Authority), ("Content-Type", type), ("X-Amz-Date", date)],
        }.Authorization());
    }
}
