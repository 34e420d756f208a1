using Amazon.Runtime;
using Amazon.SecurityToken;

namespace Countersign.Clients.Tests.Api;

/// <summary>The AWS SDK for .NET, pointed at the server.</summary>
internal static class Sdk
{
    public static AWSCredentials Of(Keys keys) =>
        keys.Token.Length == 0 ? new BasicAWSCredentials(keys.Id, keys.Secret) : new SessionAWSCredentials(keys.Id, keys.Secret, keys.Token);

    public static AmazonSecurityTokenServiceClient Sts(RunningServer server, AWSCredentials credentials) =>
        new(credentials, new AmazonSecurityTokenServiceConfig { ServiceURL = server.Url, AuthenticationRegion = "us-east-1" });
}
