using System.Globalization;
using Countersign.Query;
using Countersign.Sts;
using Countersign.Tests.Query;

namespace Countersign.Tests.Sts;

/// <summary>Signs GetCallerIdentity as a client would; long-term credentials have an empty session token.</summary>
internal static class SignedCalls
{
    public static SignedRequest? Of(Credentials credentials, DateTimeOffset now)
    {
        var date = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        return SignedRequest.TryRead(new Signer
        {
            Date = date,
            Service = "sts",
            AccessKeyId = credentials.AccessKeyId,
            SecretAccessKey = credentials.SecretAccessKey,
            Body = "Action=GetCallerIdentity&Version=2011-06-15",
            Headers =
            [
                ("Host", "127.0.0.1:18765"),
                ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                ("X-Amz-Date", date),
                .. credentials.SessionToken.Length > 0 ? [("X-Amz-Security-Token", credentials.SessionToken)] : ((string, string)[])[],
            ],
        }.WithHeader());
    }
}
