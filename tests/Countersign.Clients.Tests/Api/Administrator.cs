using System.Text;
using Countersign.Tests;

namespace Countersign.Clients.Tests.Api;

/// <summary>Prepares what a test's client finds, without a client of its own.</summary>
internal sealed class Administrator(RunningServer server) : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>Calls IAM, which must succeed.</summary>
    public async Task<SignedClient.Answer> Iam(string action, params (string Name, string Value)[] parameters)
    {
        var answer = await Ask(action, parameters);
        Assert.True(answer.Status == 200, answer.Body);
        return answer;
    }

    /// <summary>Calls IAM.</summary>
    public Task<SignedClient.Answer> Ask(string action, params (string Name, string Value)[] parameters) =>
        new SignedClient(_http, new Uri(server.Url), server.Admin.AccessKeyId, server.Admin.SecretAccessKey).Iam(server.Clock.GetUtcNow(), action, parameters);

    /// <summary>A seed as an authenticator app is given it.</summary>
    public static string Seed(SignedClient.Answer device) => Encoding.ASCII.GetString(Convert.FromBase64String(device.Between("Base32StringSeed")!));

    public void Dispose() => _http.Dispose();
}
