using System.Text.Json.Nodes;

namespace Countersign.Clients.Tests.Api;

/// <summary>Keys as a client holds them; a session has a token.</summary>
internal sealed record Keys(string Id, string Secret, string Token = "")
{
    public static Keys Of(FirstStart first) => new(first.AccessKeyId, first.SecretAccessKey);

    /// <summary>From <c>Credentials</c> of STS or <c>AccessKey</c> of IAM.</summary>
    public static Keys Of(JsonNode credentials) =>
        new((string)credentials["AccessKeyId"]!, (string)credentials["SecretAccessKey"]!, (string?)credentials["SessionToken"] ?? "");

    /// <summary>The environment of a client: these keys, nothing of the person who runs the tests.</summary>
    public Dictionary<string, string> Environment(string home)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/bin:/bin",
            ["HOME"] = home,
            ["AWS_PAGER"] = "",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_ACCESS_KEY_ID"] = Id,
            ["AWS_SECRET_ACCESS_KEY"] = Secret,
        };
        if (Token.Length > 0)
            environment["AWS_SESSION_TOKEN"] = Token;
        return environment;
    }
}

/// <summary>Debian's AWS CLI, pointed at the server.</summary>
internal sealed class Aws(RunningServer server)
{
    private const int Refused = 254;

    /// <summary>Runs it and wants success; what it printed, or null when it printed nothing.</summary>
    public async Task<JsonNode?> Ask(Keys keys, params string[] arguments)
    {
        var ran = await Run(keys, arguments);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return ran.Output.Length == 0 ? null : JsonNode.Parse(ran.Output);
    }

    /// <summary>Runs it and wants the server's refusal; its message, to the last space.</summary>
    public async Task<string> Refusal(Keys keys, params string[] arguments)
    {
        var ran = await Run(keys, arguments);
        Assert.True(ran.ExitCode == Refused, $"exit code {ran.ExitCode}: {ran.Output}{ran.Error}");
        return ran.Error.Trim('\r', '\n');
    }

    private Task<Tool.Ran> Run(Keys keys, string[] arguments) => Tool.Run(
        "/usr/bin/aws", [.. arguments, "--endpoint-url", server.Url, "--output", "json"], keys.Environment(server.Scratch), server.Scratch);
}
