using System.Text;
using Countersign.Query;
using CsCheck;

namespace Countersign.Tests.Query;

/// <summary>A good request is signed once; each test breaks one thing of it.</summary>
public sealed class SignedRequestTests
{
    private readonly SigningKeyCache _keys = new();
    private readonly Signer _signer = new();

    [Fact]
    public void A_signed_request_verifies_and_says_who_signed_what_when()
    {
        var signed = SignedRequest.TryRead(_signer.WithHeader())!;

        signed.Verify(Signer.Secret, _signer.Now, _keys);

        Assert.Equal((Signer.KeyId, new CredentialScope("20261125", "us-east-1", "iam"), _signer.Now, null),
            (signed.AccessKeyId, signed.Scope, signed.SignedAt, signed.SecurityToken));
    }

    [Theory]
    [InlineData("eu-west-1"), InlineData("xx-local-1"), InlineData("aws-global")]
    public void Any_region_will_do(string region) => Verify(_signer with { Region = region });

    [Fact]
    public void A_header_set_as_the_JavaScript_SDK_signs_it_verifies() => Verify(_signer with
    {
        Headers =
        [
            ("content-type", "application/x-www-form-urlencoded"), ("content-length", "35"), ("host", "localhost:8080"),
            ("x-amz-user-agent", "aws-sdk-js/3.1173.0"), ("amz-sdk-invocation-id", "0029a876-2c35-460e-b391-85b0619e0b49"),
            ("amz-sdk-request", "attempt=1; max=3"), ("x-amz-date", "20261125T033545Z"),
            ("x-amz-content-sha256", Hash(_signer.Body)),
        ],
    });

    [Fact]
    public void A_Date_header_serves_where_there_is_no_X_Amz_Date() => Verify(_signer with
    {
        Headers = [("Host", "localhost"), ("Date", "Wed, 25 Nov 2026 03:35:45 GMT")],
    });

    [Fact]
    public void A_header_sent_on_two_lines_is_signed_as_one_with_commas()
    {
        var signer = _signer with { Headers = [.. _signer.Headers, ("X-Two", "a,b")] };
        var authorization = signer.Authorization();

        var request = (_signer with { Headers = [.. _signer.Headers, ("X-Two", "a"), ("x-two", " b")] }).Request(authorization);

        SignedRequest.TryRead(request)!.Verify(Signer.Secret, _signer.Now, _keys);
    }

    [Fact]
    public void A_query_string_beside_a_signed_body_is_signed_too() =>
        Verify(_signer with { Query = [("b", "2 /ü"), ("a", "1+1")] });

    [Theory]
    [InlineData("POST"), InlineData("GET")]
    public void A_presigned_request_verifies(string method)
    {
        var signer = Presignable(method);

        SignedRequest.TryRead(signer.Presigned())!.Verify(Signer.Secret, signer.Now, _keys);
    }

    [Fact]
    public void A_presigned_request_carries_its_session_token_in_the_query()
    {
        var signer = Presignable("GET");

        var signed = SignedRequest.TryRead(signer.Presigned(token: "AQo/EXAMPLE+TOKEN=="))!;

        signed.Verify(Signer.Secret, signer.Now, _keys);
        Assert.Equal("AQo/EXAMPLE+TOKEN==", signed.SecurityToken);
    }

    [Theory]
    [InlineData("", "IncompleteSignature", "Unsupported AWS 'algorithm': ''.")]
    [InlineData("Basic YWRtaW46YWRtaW4=", "IncompleteSignature", "Unsupported AWS 'algorithm': 'Basic'.")]
    [InlineData("AWS4-ECDSA-P256-SHA256 Credential=a", "IncompleteSignature", "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.")]
    [InlineData("AWS4-HMAC-SHA256", "IncompleteSignature", "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256")]
    [InlineData("AWS4-HMAC-SHA256 Credential=k/d/r/s/t, SignedHeaders=host", "IncompleteSignature", "Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256 Credential=k/d/r/s/t, SignedHeaders=host")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a, Credential=b", "IncompleteSignature", "Authorization header must be 'AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...', each once. Authorization=AWS4-HMAC-SHA256 Credential=a, Credential=b")]
    [InlineData("AWS4-HMAC-SHA256 Secret=a", "IncompleteSignature", "Authorization header must be 'AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...', each once. Authorization=AWS4-HMAC-SHA256 Secret=a")]
    public void Another_Authorization_header_is_refused(string header, string code, string message) =>
        Refused(() => SignedRequest.TryRead(_signer.Request(header)), code, message);

    [Theory]
    [InlineData("/20261125/us-east-1/iam/aws4_request", "", "IncompleteSignature", "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIAIOSFODNN7EXAMPLE'.")]
    [InlineData("AKIAIOSFODNN7EXAMPLE/", "A/B/", "IncompleteSignature", "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'A/B/20261125/us-east-1/iam/aws4_request'.")]
    [InlineData("/iam/", "/s3/", "SignatureDoesNotMatch", "Credential should be scoped to correct service: 'iam'.")]
    [InlineData("/us-east-1/", "//", "SignatureDoesNotMatch", "Credential should be scoped to a valid Region, not ''.")]
    [InlineData("/us-east-1/", "/us east/", "SignatureDoesNotMatch", "Credential should be scoped to a valid Region, not 'us east'.")]
    [InlineData("/aws4_request", "/aws5_request", "SignatureDoesNotMatch", "Credential should be scoped with a valid terminator: 'aws4_request'.")]
    [InlineData("/20261125/", "/20261124/", "SignatureDoesNotMatch", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261124' != '20261125', from '20261125T033545Z'.")]
    [InlineData("=AKIAIOSFODNN7EXAMPLE/", "=/", "InvalidClientTokenId", "The security token included in the request is invalid")]
    [InlineData("=AKIAIOSFODNN7EXAMPLE/", "=AKIA'EXAMPLE/", "InvalidClientTokenId", "The security token included in the request is invalid")]
    [InlineData("content-type;host;x-amz-date", "content-type;x-amz-date", "IncompleteSignature", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")]
    [InlineData("content-type;host;x-amz-date", "Host;x-amz-date", "IncompleteSignature", "SignedHeaders must be header names in lower case, each once, separated by ';'.")]
    [InlineData("content-type;host;x-amz-date", "host;host", "IncompleteSignature", "SignedHeaders must be header names in lower case, each once, separated by ';'.")]
    [InlineData("content-type;host;x-amz-date", "host;", "IncompleteSignature", "SignedHeaders must be header names in lower case, each once, separated by ';'.")]
    [InlineData("Signature=", "Signature=0", "IncompleteSignature", "Signature must be 64 hexadecimal digits in lower case.")]
    public void A_part_of_the_Authorization_header_that_is_not_so_is_named(string part, string wrong, string code, string message)
    {
        var header = _signer.Authorization().Replace(part, wrong, StringComparison.Ordinal);

        Refused(() => SignedRequest.TryRead(_signer.Request(header)), code, message);
    }

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLF", true)]    // the key id is not part of what is signed; the secret decides
    [InlineData("us-east-1", "us-east-2", false)]
    [InlineData("/iam/", "/sts/", false)]
    [InlineData("content-type;host;x-amz-date", "content-type;host", false)]
    [InlineData("content-type;host;x-amz-date", "host;content-type;x-amz-date", false)]
    [InlineData("content-type;host;x-amz-date", "content-type;host;x-amz-date;x-none", false)]
    public void A_changed_part_of_the_Authorization_header_breaks_the_signature(string part, string other, bool good)
    {
        var request = _signer.Request(_signer.Authorization().Replace(part, other, StringComparison.Ordinal));
        var verify = () => SignedRequest.TryRead(request)!.Verify(Signer.Secret, _signer.Now, _keys);

        if (good)
            verify();
        else
            Refused(verify, "SignatureDoesNotMatch", Mismatch);
    }

    [Fact]
    public void Each_digit_of_the_signature_counts()
    {
        var authorization = _signer.Authorization();
        for (var i = authorization.Length - 64; i < authorization.Length; i++)
        {
            var changed = authorization[i] == '0' ? '1' : '0';
            var request = _signer.Request($"{authorization[..i]}{changed}{authorization[(i + 1)..]}");

            Refused(() => SignedRequest.TryRead(request)!.Verify(Signer.Secret, _signer.Now, _keys), "SignatureDoesNotMatch", Mismatch);
        }
    }

    public static TheoryData<string> Changes => ["method", "path", "query", "host", "body", "body's end", "content type"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_changed_request_does_not_fit_its_signature(string what)
    {
        var authorization = _signer.Authorization();
        var changed = what switch
        {
            "method" => _signer with { Method = "PUT" },
            "path" => _signer with { Path = "/x" },
            "host" => _signer with { Headers = [("Host", "127.0.0.1"), .. _signer.Headers[1..]] },
            "body" => _signer with { Body = "Action=ListRoles&Version=2010-05-08" },
            "body's end" => _signer with { Body = _signer.Body + "&" },
            "content type" => _signer with { Headers = [_signer.Headers[0], ("Content-Type", "text/plain"), _signer.Headers[2]] },
            _ => _signer,
        };
        (string, string)[] query = what is "query" ? [("UserName", "bob")] : [];

        Refused(
            () => SignedRequest.TryRead(changed.Request(authorization, query))!.Verify(Signer.Secret, _signer.Now, _keys),
            "SignatureDoesNotMatch", Mismatch);
    }

    [Fact]
    public void A_header_named_as_signed_must_be_there_even_if_it_was_empty()
    {
        var authorization = (_signer with { Headers = [.. _signer.Headers, ("X-Empty", "")] }).Authorization();

        Refused(
            () => SignedRequest.TryRead(_signer.Request(authorization))!.Verify(Signer.Secret, _signer.Now, _keys),
            "SignatureDoesNotMatch", Mismatch);
    }

    [Fact]
    public void Another_secret_does_not_fit()
    {
        var signed = SignedRequest.TryRead(_signer.WithHeader())!;
        signed.Verify(Signer.Secret, _signer.Now, _keys);    // and its key is now in the cache

        Refused(() => signed.Verify(Signer.Secret + "x", _signer.Now, _keys), "SignatureDoesNotMatch", Mismatch);
    }

    [Theory]
    [InlineData(-900, null), InlineData(900, null)]
    [InlineData(901, "Signature expired: 20261125T033545Z is now earlier than 20261125T033546Z (20261125T035046Z - 15 min.)")]
    [InlineData(-901, "Signature not yet current: 20261125T033545Z is still later than 20261125T033544Z (20261125T032044Z + 15 min.)")]
    public void A_clock_may_be_fifteen_minutes_off(int secondsLater, string? message)
    {
        var now = _signer.Now.AddSeconds(secondsLater).AddMilliseconds(999);
        var verify = () => SignedRequest.TryRead(_signer.WithHeader())!.Verify(Signer.Secret, now, _keys);

        if (message is null)
            verify();
        else
            Refused(verify, "SignatureDoesNotMatch", message);
    }

    [Theory]
    [InlineData("60", 60, true), InlineData("60", 61, false), InlineData("604800", 604_800, true), InlineData("604800", 604_801, false)]
    public void A_presigned_request_lives_as_long_as_it_says(string expires, int secondsLater, bool good)
    {
        var signer = Presignable("GET");
        var signed = SignedRequest.TryRead(signer.Presigned(expires))!;
        var verify = () => signed.Verify(Signer.Secret, signer.Now.AddSeconds(secondsLater), _keys);

        if (good)
            verify();
        else
            Refused(verify, "RequestExpired", "Request has expired.");
    }

    [Fact]
    public void A_presigned_request_of_the_future_is_not_yet_current()
    {
        var signer = Presignable("GET");
        var signed = SignedRequest.TryRead(signer.Presigned())!;

        Refused(() => signed.Verify(Signer.Secret, signer.Now.AddSeconds(-901), _keys), "SignatureDoesNotMatch",
            "Signature not yet current: 20261125T033545Z is still later than 20261125T033544Z (20261125T032044Z + 15 min.)");
    }

    [Theory]
    [InlineData("0"), InlineData("604801"), InlineData("-1"), InlineData("+60"), InlineData(" 60"), InlineData("1e3"), InlineData("")]
    public void Another_expiry_is_refused(string expires) =>
        Refused(() => SignedRequest.TryRead(Presignable("GET").Presigned(expires)), "IncompleteSignature",
            $"X-Amz-Expires must be a number of seconds between 1 and 604800 (seven days), got '{expires}'.");

    [Theory]
    [InlineData("X-Amz-Algorithm"), InlineData("X-Amz-Credential"), InlineData("X-Amz-Signature")]
    [InlineData("X-Amz-SignedHeaders"), InlineData("X-Amz-Date"), InlineData("X-Amz-Expires")]
    public void A_presigned_request_without_one_of_its_parts_names_it(string missing)
    {
        var good = Presignable("GET").Presigned();
        (string, string)[] query = [.. good.Query.All.Where(p => !p.Key.Equals(missing, StringComparison.Ordinal)).Select(p => (p.Key, p.Value))];

        Refused(() => SignedRequest.TryRead(Presignable("GET").Request(null, query)), "IncompleteSignature",
            $"AWS query-string parameters must include '{missing}'. Re-examine the query-string parameters.");
    }

    [Theory]
    [InlineData("X-Amz-Date"), InlineData("X-Amz-Security-Token"), InlineData("Action")]
    public void Each_parameter_of_a_presigned_request_is_signed(string changed)
    {
        var signer = Presignable("GET");
        var good = signer.Presigned(token: "token");
        (string, string)[] query = [.. good.Query.All.Select(p =>
            (p.Key, !p.Key.Equals(changed, StringComparison.Ordinal) ? p.Value : changed is "X-Amz-Date" ? "20261125T033546Z" : p.Value + "x"))];

        Refused(
            () => SignedRequest.TryRead(signer.Request(null, query))!.Verify(Signer.Secret, signer.Now, _keys),
            "SignatureDoesNotMatch", Mismatch);
    }

    [Fact]
    public void A_presigned_request_with_another_algorithm_is_refused() =>
        Refused(
            () => SignedRequest.TryRead(Presignable("GET").Request(null, ("X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256"))),
            "IncompleteSignature", "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.");

    [Fact]
    public void A_presigned_request_with_a_body_is_refused()
    {
        var signer = Presignable("POST") with { Body = "UserName=bob" };

        Refused(() => SignedRequest.TryRead(signer.Presigned()), "IncompleteSignature",
            "A presigned request must have an empty body: its parameters belong into the URL.");
    }

    [Fact]
    public void A_repeated_query_parameter_is_refused()
    {
        var query = Presignable("GET").Presigned().Query.All.Select(p => (p.Key, p.Value));

        Refused(() => SignedRequest.TryRead(Presignable("GET").Request(null, [.. query, ("X-Amz-Expires", "900")])),
            "MalformedQueryString", "The parameter X-Amz-Expires is sent more than once.");
    }

    [Fact]
    public void Two_ways_to_authenticate_are_refused()
    {
        const string message = "Only one way to authenticate is allowed: one Authorization header or X-Amz-... query parameters.";
        var query = Presignable("GET").Presigned().Query.All.Select(p => (p.Key, p.Value));
        var twice = new WireRequest("POST", "/",
            [.. _signer.WithHeader().Headers, new WireHeader("authorization", _signer.Authorization())], default);

        Refused(() => SignedRequest.TryRead(_signer.Request(_signer.Authorization(), [.. query])), "IncompleteSignature", message);
        Refused(() => SignedRequest.TryRead(twice), "IncompleteSignature", message);
    }

    [Theory]
    [InlineData("UNSIGNED-PAYLOAD"), InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), InlineData("")]
    public void A_body_that_is_not_hashed_is_refused(string hash)
    {
        var signer = _signer with { Headers = [.. _signer.Headers, ("X-Amz-Content-SHA256", hash)] };

        Refused(() => SignedRequest.TryRead(signer.WithHeader()), "IncompleteSignature",
            $"'X-Amz-Content-SHA256' must be the SHA-256 of the body in hexadecimal; '{hash}' is not supported.");
    }

    [Fact]
    public void UNSIGNED_PAYLOAD_in_a_presigned_URL_is_refused() =>
        Refused(() => SignedRequest.TryRead(Presignable("GET").Presigned("900", null, ("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD"))),
            "IncompleteSignature",
            "'X-Amz-Content-SHA256' must be the SHA-256 of the body in hexadecimal; 'UNSIGNED-PAYLOAD' is not supported.");

    [Fact]
    public void The_hash_of_another_body_is_refused()
    {
        var signer = _signer with { Headers = [.. _signer.Headers, ("X-Amz-Content-SHA256", Hash("another"))] };

        Refused(() => SignedRequest.TryRead(signer.WithHeader())!.Verify(Signer.Secret, _signer.Now, _keys),
            "SignatureDoesNotMatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }

    [Fact]
    public void A_session_token_must_be_signed()
    {
        var signer = _signer with
        {
            Headers = [.. _signer.Headers, ("X-Amz-Security-Token", "token")],
            Unsigned = ["x-amz-security-token"],
        };

        Refused(() => SignedRequest.TryRead(signer.WithHeader()), "IncompleteSignature",
            "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.");
    }

    [Theory]
    [InlineData("2026-11-25T03:35:45Z"), InlineData("20261125T033545"), InlineData("20261125T033545Z "), InlineData("20261325T033545Z")]
    [InlineData("Wed, 25 Nov 2026 03:35:45 GMT"), InlineData("")]
    public void A_date_in_another_form_is_refused(string date)
    {
        var signer = _signer with { Headers = [_signer.Headers[0], ("X-Amz-Date", date)] };

        Refused(() => SignedRequest.TryRead(signer.WithHeader()), "IncompleteSignature",
            $"Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    [Fact]
    public void A_request_without_a_date_is_refused()
    {
        var signer = _signer with { Headers = [_signer.Headers[0]] };

        Refused(() => SignedRequest.TryRead(signer.Request("AWS4-HMAC-SHA256 Signature=x")), "IncompleteSignature",
            "Authorization header requires 'Credential' parameter. Authorization header requires 'SignedHeaders' parameter. "
            + "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
            + "Authorization=AWS4-HMAC-SHA256 Signature=x");
    }

    [Fact]
    public void A_date_sent_twice_is_refused()
    {
        var signer = _signer with { Headers = [.. _signer.Headers, ("x-amz-date", "20261125T033545Z")] };

        Refused(() => SignedRequest.TryRead(signer.WithHeader()), "IncompleteSignature", "Header 'X-Amz-Date' must be sent once.");
    }

    [Fact]
    public void Whatever_is_signed_verifies_and_the_second_time_from_the_cache()
    {
        var text = Gen.String[Gen.Char[' ', '\uD7FF'], 0, 200];
        Gen.Select(text, text, Gen.String[Gen.Char['a', 'z'], 1, 30]).Sample((body, value, region) =>
        {
            var signer = _signer with { Body = body, Region = region, Query = [("q", value)] };
            var keys = new SigningKeyCache();

            SignedRequest.TryRead(signer.WithHeader())!.Verify(Signer.Secret, signer.Now, keys);
            SignedRequest.TryRead(signer.WithHeader())!.Verify(Signer.Secret, signer.Now, keys);

            Assert.Equal(1, keys.Count);
        }, iter: 300);
    }

    [Fact]
    public void Any_Authorization_header_is_read_or_refused_by_name()
    {
        var piece = Gen.OneOf(
            Gen.OneOf(Words("AWS4-HMAC-SHA256", " ", ",", "=", "/", ";", "Credential=", "SignedHeaders=", "Signature=", "host",
                "AKIA/20261125/r/iam/aws4_request", new string('a', 64))),
            Gen.String);
        piece.Array[0, 12].Sample(pieces =>
        {
            try
            {
                SignedRequest.TryRead(_signer.Request(string.Concat(pieces)));
            }
            catch (ApiError error)
            {
                Assert.InRange(error.Status, 400, 403);
            }
        }, iter: 2000);
    }

    private static Gen<string>[] Words(params string[] words) => [.. words.Select(Gen.Const)];

    private const string Mismatch =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    private Signer Presignable(string method) => _signer with
    {
        Method = method,
        Body = "",
        Headers = [("Host", "127.0.0.1:18765")],
        Query = [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")],
        Service = "sts",
    };

    private void Verify(Signer signer) => SignedRequest.TryRead(signer.WithHeader())!.Verify(Signer.Secret, signer.Now, _keys);

    private static void Refused(Action action, string code, string message)
    {
        var error = Assert.Throws<ApiError>(action);
        Assert.Equal((code, message), (error.Code, error.Message));
        Assert.Equal(code is "IncompleteSignature" or "RequestExpired" or "MalformedQueryString" ? 400 : 403, error.Status);
    }

    private static string Hash(string body) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}
