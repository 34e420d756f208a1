using System.Buffers;
using System.Security.Cryptography;
using Countersign.ServiceModel;

namespace Countersign.Query;

/// <summary>A request that claims to be signed: first read, then verified with the secret of the key that it names.</summary>
/// <remarks>
/// AWS Signature Version 4, in the Authorization header or in the query string (presigned), to the letter: any region, any
/// set of signed headers that has Host, the hash of the whole body always.
/// </remarks>
internal sealed class SignedRequest
{
    /// <summary>How far the clock of a client may be off, either way; as AWS.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(15);

    private const long LongestExpiry = 604_800;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    // Visible ASCII without capitals.
    private static readonly SearchValues<char> InHeaderName =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => !char.IsAsciiLetterUpper(c))]);

    private readonly WireRequest _request;
    private readonly string _signedHeaders;
    private readonly byte[] _signature;
    private readonly string? _bodyHash;
    private readonly TimeSpan? _expires;    // presigned requests only

    private SignedRequest(
        WireRequest request, string credential, DateTimeOffset signedAt, string signedHeaders, string signature,
        string? bodyHash, string? securityToken, TimeSpan? expires, ReadOnlySpan<string> services)
    {
        _request = request;
        _signedHeaders = signedHeaders;
        _bodyHash = bodyHash;
        _expires = expires;
        SignedAt = signedAt;
        SecurityToken = securityToken;
        (AccessKeyId, Scope) = CredentialScope.Read(credential, signedAt, services);
        CheckSignedHeaders(signedHeaders, tokenInHeader: securityToken is not null && expires is null);
        _signature = ReadSignature(signature);
        if (bodyHash is not null && !IsHash(bodyHash))
            throw QueryErrors.BodyNotHashed(bodyHash);
    }

    /// <summary>The access key that the request claims to be signed with.</summary>
    public string AccessKeyId { get; }

    /// <summary>Day, region and service that the key was derived for.</summary>
    public CredentialScope Scope { get; }

    /// <summary>When the client says that it signed.</summary>
    public DateTimeOffset SignedAt { get; }

    /// <summary>The session token that came along; null for long-term keys.</summary>
    public string? SecurityToken { get; }

    /// <summary>Reads the signature of a request; null when it bears none.</summary>
    /// <exception cref="ApiError">IncompleteSignature, SignatureDoesNotMatch, InvalidClientTokenId, MalformedQueryString.</exception>
    public static SignedRequest? TryRead(WireRequest request) => TryRead(request, ["iam", "sts"]);

    /// <summary>The same for other services; published test vectors are signed for one called "service".</summary>
    internal static SignedRequest? TryRead(WireRequest request, ReadOnlySpan<string> services)
    {
        var presigned = PresignedQuery.IsIn(request.Query);
        var header = ReadAuthorization(request, presigned);
        if (header is not null)
            return ReadHeader(request, header, services);
        return presigned ? ReadPresigned(request, services) : null;
    }

    /// <summary>Checks the clock, the body and the signature.</summary>
    /// <param name="secretAccessKey">The secret of <see cref="AccessKeyId"/>.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="keys">Derived keys of earlier requests; a good one is added.</param>
    /// <exception cref="ApiError">SignatureDoesNotMatch, RequestExpired.</exception>
    public void Verify(string secretAccessKey, DateTimeOffset now, SigningKeyCache keys)
    {
        CheckClock(now);

        Span<byte> bodyHash = stackalloc byte[SigV4.HashLength];
        _request.HashBody(bodyHash);
        if (_bodyHash is not null && !CryptographicOperations.FixedTimeEquals(Convert.FromHexString(_bodyHash), bodyHash))
            throw QueryErrors.BodyHashDoesNotMatch();

        Span<byte> hash = stackalloc byte[SigV4.HashLength];
        if (!CanonicalRequest.TryHash(_request, _signedHeaders, withoutSignature: _expires is not null, bodyHash, hash))
            throw QueryErrors.SignatureDoesNotMatch();

        Span<byte> key = stackalloc byte[SigV4.HashLength];
        var cached = keys.TryGet(AccessKeyId, Scope, secretAccessKey, key);
        if (!cached)
            SigV4.DeriveKey(secretAccessKey, Scope, key);

        Span<byte> signature = stackalloc byte[SigV4.HashLength];
        SigV4.Sign(key, SignedAt, Scope, hash, signature);
        if (!CryptographicOperations.FixedTimeEquals(signature, _signature))
            throw QueryErrors.SignatureDoesNotMatch();
        if (!cached)
            keys.Add(AccessKeyId, Scope, secretAccessKey, key);
    }

    private static string? ReadAuthorization(WireRequest request, bool presigned)
    {
        string? found = null;
        foreach (var header in request.Headers)
        {
            if (!header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                continue;
            if (found is not null || presigned)
                throw QueryErrors.TwoSignatures();
            found = header.Value;
        }
        return found;
    }

    private static SignedRequest ReadHeader(WireRequest request, string header, ReadOnlySpan<string> services)
    {
        var parts = AuthorizationHeader.Read(header);
        var amzDate = request.Header("X-Amz-Date");
        var date = amzDate ?? request.Header("Date");
        if (parts is not { Credential: { } credential, SignedHeaders: { } signedHeaders, Signature: { } signature }
            || date is null)
        {
            throw QueryErrors.MissingInHeader(parts.Missing(), date is null, header);
        }

        var good = amzDate is not null
            ? SigningTime.TryParse(date, out var signedAt)
            : SigningTime.TryParseDateHeader(date, out signedAt);
        return good
            ? new SignedRequest(
                request, credential, signedAt, signedHeaders, signature,
                request.Header("X-Amz-Content-SHA256"), request.Header("X-Amz-Security-Token"), expires: null, services)
            : throw QueryErrors.MalformedDate(date);
    }

    private static SignedRequest ReadPresigned(WireRequest request, ReadOnlySpan<string> services)
    {
        var query = request.Query;
        if (query.Find(PresignedQuery.Algorithm) is { } algorithm && !algorithm.Equals(SigV4.Algorithm, StringComparison.Ordinal))
            throw QueryErrors.UnsupportedAlgorithm(algorithm);
        if (PresignedQuery.Missing(query).Any())
            throw QueryErrors.MissingInQuery(PresignedQuery.Missing(query));

        var date = query.Find(PresignedQuery.Date)!;
        if (!SigningTime.TryParse(date, out var signedAt))
            throw QueryErrors.MalformedDate(date);

        var expires = query.Find(PresignedQuery.Expires)!;
        if (!WholeNumber.TryParse(expires, out var seconds) || seconds is < 1 or > LongestExpiry)
            throw QueryErrors.BadExpires(expires);
        if (!request.IsBodyEmpty)
            throw QueryErrors.PresignedBody();

        return new SignedRequest(
            request, query.Find(PresignedQuery.Credential)!, signedAt, query.Find(PresignedQuery.SignedHeaders)!,
            query.Find(PresignedQuery.Signature)!,
            query.Find(PresignedQuery.ContentHash) ?? request.Header("X-Amz-Content-SHA256"),
            query.Find(PresignedQuery.SecurityToken), TimeSpan.FromSeconds(seconds), services);
    }

    private static void CheckSignedHeaders(string signedHeaders, bool tokenInHeader)
    {
        var names = signedHeaders.Split(';');
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length == 0 || names[i].AsSpan().ContainsAnyExcept(InHeaderName) || names.AsSpan(0, i).Contains(names[i]))
                throw QueryErrors.MalformedSignedHeaders();
        }

        if (!names.AsSpan().Contains("host"))
            throw QueryErrors.HostNotSigned();
        if (tokenInHeader && !names.AsSpan().Contains("x-amz-security-token"))
            throw QueryErrors.HeaderNotSigned("x-amz-security-token");
    }

    private static byte[] ReadSignature(string signature) =>
        IsHash(signature) ? Convert.FromHexString(signature) : throw QueryErrors.MalformedSignature();

    private static bool IsHash(string text) =>
        text.Length == SigV4.HashLength * 2 && !text.AsSpan().ContainsAnyExcept(LowerHex);

    private void CheckClock(DateTimeOffset now)
    {
        // Signatures have whole seconds, and the texts must add up.
        now = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        if (SignedAt > now + ClockSkew)
            throw QueryErrors.SignatureNotYetCurrent(SignedAt, now, ClockSkew);
        if (_expires is { } expires)
        {
            if (now > SignedAt + expires)
                throw QueryErrors.RequestExpired();
        }
        else if (SignedAt < now - ClockSkew)
        {
            throw QueryErrors.SignatureExpired(SignedAt, now, ClockSkew);
        }
    }
}
