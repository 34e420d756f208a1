using System.Security.Cryptography;
using System.Text;
using Countersign.Query;

namespace Countersign.Tests.Query;

/// <summary>Published signatures, and requests recorded from real clients.</summary>
public sealed class SigV4VectorTests
{
    private const string SuiteSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Form = "application/x-www-form-urlencoded; charset=utf-8";

    [Fact]
    public void A01_get_vanilla_of_the_published_suite_verifies() =>
        VerifySuite("GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");

    [Fact]
    public void A02_the_order_of_the_query_string_does_not_matter() =>
        VerifySuite("GET", "/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");

    [Fact]
    public void A03_header_values_are_trimmed_and_runs_of_spaces_are_one() =>
        VerifySuite("GET", "/", "6ff6bc3cebca8811504dc903f3a072c310d9f48f8ee5c0b08115052209439e1b", ("My-Header1", "   a   b  c  "));

    [Theory]
    [InlineData("iam.example.test", "99a986933f8b3fa93b64f7f33d86fcde0b42c8c13b99181d34cc2c59413465d9", true)]
    [InlineData("localhost:8443", "81c16389b473a69cee022dc830ec1663126ccae195dd664a8529a2c6fc8feb80", true)]
    [InlineData("iam.example.test", "81c16389b473a69cee022dc830ec1663126ccae195dd664a8529a2c6fc8feb80", false)]
    [InlineData("localhost:8443", "99a986933f8b3fa93b64f7f33d86fcde0b42c8c13b99181d34cc2c59413465d9", false)]
    public void A04_the_port_is_part_of_the_host(string host, string signature, bool good)
    {
        var request = new WireRequest(
            "POST", "/",
            [
                new("Host", host), new("Content-Type", Form), new("X-Amz-Date", "20150830T123600Z"),
                new("Authorization", $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature={signature}"),
            ],
            "Action=ListUsers&Version=2010-05-08"u8.ToArray());
        var verify = () => SignedRequest.TryRead(request)!.Verify(SuiteSecret, SuiteTime, new SigningKeyCache());

        if (good)
        {
            verify();
        }
        else
        {
            var error = Assert.Throws<ApiError>(verify);
            Assert.Equal(("SignatureDoesNotMatch", 403), (error.Code, error.Status));
        }
    }

    [Fact]
    public void Each_step_of_the_worked_example_gives_its_documented_value()
    {
        var request = Recorded(
            "20261125T033545Z", "us-east-1", "iam", "content-type;host;x-amz-date",
            "b4e8962efb0d77e10b23d48e0db364438a94d18cff8fa4edcb318686fc4e2a18",
            "Action=EnableMFADevice&Version=2010-05-08&UserName=alice&SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Falice&AuthenticationCode1=123456&AuthenticationCode2=789012");
        var scope = new CredentialScope("20261125", "us-east-1", "iam");
        Span<byte> hash = stackalloc byte[32], key = stackalloc byte[32], signature = stackalloc byte[32];

        var bodyHash = SHA256.HashData(request.Body.Span);
        Assert.True(CanonicalRequest.TryHash(request, "content-type;host;x-amz-date", false, bodyHash, hash));
        SigV4.DeriveKey(Signer.Secret, scope, key);
        SigV4.Sign(key, new DateTimeOffset(2026, 11, 25, 3, 35, 45, TimeSpan.Zero), scope, hash, signature);

        Assert.Equal("eb673766166231d8dc142806b79aeda4742111cbdf781d2893f8fd5f336187c9", Convert.ToHexStringLower(bodyHash));
        Assert.Equal("7e53cc1dbb40642b9ea68df0d3be129b0ace3014d9b488b29296b57da1646105", Convert.ToHexStringLower(hash));
        Assert.Equal("112304e8c549a1079405be446a54d6327a6118a03d7f5da52f498054e244a12f", Convert.ToHexStringLower(key));
        Assert.Equal("b4e8962efb0d77e10b23d48e0db364438a94d18cff8fa4edcb318686fc4e2a18", Convert.ToHexStringLower(signature));
    }

    [Theory]
    [InlineData("20261125T033544Z", "iam", "47fd5ffe6a5d4ad0a4209fbb73009f96d764d2d3cf1b75b23fce12d4f618f100",
        "Action=CreateVirtualMFADevice&Version=2010-05-08&VirtualMFADeviceName=alice&Tags.member.1.Key=team&Tags.member.1.Value=ops")]
    [InlineData("20261125T033545Z", "iam", "b4e8962efb0d77e10b23d48e0db364438a94d18cff8fa4edcb318686fc4e2a18",
        "Action=EnableMFADevice&Version=2010-05-08&UserName=alice&SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Falice&AuthenticationCode1=123456&AuthenticationCode2=789012")]
    [InlineData("20261125T033546Z", "iam", "14de146446dc49ddc6861d9e5339ce995e382c29dc69ee089ebcc1288740ef63",
        "Action=ListMFADevices&Version=2010-05-08&UserName=alice&Marker=AAAA")]
    [InlineData("20261125T033552Z", "sts", "db2fdeb47d55b5a2b1b0d344291e6a3d33237d27a1d28644d092f6942b6a6eb5",
        "Action=GetSessionToken&Version=2011-06-15&DurationSeconds=3600&SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Falice&TokenCode=123456")]
    [InlineData("20261125T033556Z", "sts", "f16b663920882834d9fd72a7c3c70e66f61e44700426be84a854d057e2423e19",
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdemo&RoleSessionName=s1&PolicyArns.member.1.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnlyAccess&Tags.member.1.Key=a&Tags.member.1.Value=b&SerialNumber=GAHT12345678&TokenCode=123456")]
    public void Requests_recorded_from_the_AWS_CLI_verify(string date, string service, string signature, string body) =>
        Verify(Recorded(date, "us-east-1", service, "content-type;host;x-amz-date", signature, body), date);

    [Fact]
    public void A_recorded_request_with_a_session_token_verifies()
    {
        var request = Recorded(
            "20261125T033557Z", "us-east-1", "sts", "content-type;host;x-amz-date;x-amz-security-token",
            "89964d939bfdb4224ddd63b8612e594ec32a6c54c7c82526a67c6c853608b4ad",
            "Action=GetCallerIdentity&Version=2011-06-15", ("X-Amz-Security-Token", "AQoEXAMPLETOKEN=="));

        Verify(request, "20261125T033557Z");

        Assert.Equal("AQoEXAMPLETOKEN==", SignedRequest.TryRead(request)!.SecurityToken);
    }

    [Fact]
    public void A_request_without_any_signature_is_read_as_unsigned()
    {
        var request = new WireRequest(
            "POST", "/", [new("Host", "127.0.0.1:18765"), new("Content-Type", Form)],
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"u8.ToArray());

        Assert.Null(SignedRequest.TryRead(request));
    }

    private static DateTimeOffset SuiteTime => new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    private static void VerifySuite(string method, string target, string signature, params (string Name, string Value)[] more)
    {
        string[] names = ["host", "x-amz-date", .. more.Select(h => h.Name.ToLowerInvariant())];
        var request = new WireRequest(
            method, target,
            [
                new("Host", "example.amazonaws.com"), new("X-Amz-Date", "20150830T123600Z"),
                .. more.Select(h => new WireHeader(h.Name, h.Value)),
                new("Authorization", $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={string.Join(';', names.Order(StringComparer.Ordinal))}, Signature={signature}"),
            ],
            default);

        SignedRequest.TryRead(request, ["service"])!.Verify(SuiteSecret, SuiteTime, new SigningKeyCache());
    }

    private static WireRequest Recorded(
        string date, string region, string service, string signedHeaders, string signature, string body,
        params (string Name, string Value)[] more) => new(
        "POST", "/",
        [
            new("Host", "127.0.0.1:18765"), new("Accept-Encoding", "identity"), new("Content-Type", Form), new("X-Amz-Date", date),
            .. more.Select(h => new WireHeader(h.Name, h.Value)),
            new("Authorization", $"AWS4-HMAC-SHA256 Credential={Signer.KeyId}/{date[..8]}/{region}/{service}/aws4_request, SignedHeaders={signedHeaders}, Signature={signature}"),
            new("Content-Length", Encoding.UTF8.GetByteCount(body).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ],
        Encoding.UTF8.GetBytes(body));

    private static void Verify(WireRequest request, string date) =>
        SignedRequest.TryRead(request)!.Verify(Signer.Secret, new Signer { Date = date }.Now, new SigningKeyCache());
}
