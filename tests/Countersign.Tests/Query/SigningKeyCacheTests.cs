using System.Globalization;
using Countersign.Query;

namespace Countersign.Tests.Query;

public sealed class SigningKeyCacheTests
{
    private static readonly CredentialScope Today = new("20261125", "us-east-1", "iam");
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private readonly byte[] _found = new byte[32];

    [Fact]
    public void A_key_is_found_again_for_the_same_secret_and_scope()
    {
        var cache = new SigningKeyCache();
        cache.Add("AKIA1", Today, "secret", Key);

        Assert.True(cache.TryGet("AKIA1", Today, "secret", _found));
        Assert.Equal(Key, _found);
    }

    [Fact]
    public void Another_id_scope_or_secret_finds_nothing()
    {
        var cache = new SigningKeyCache();
        cache.Add("AKIA1", Today, "secret", Key);

        Assert.False(cache.TryGet("AKIA2", Today, "secret", _found));
        Assert.False(cache.TryGet("AKIA1", Today with { Date = "20261126" }, "secret", _found));
        Assert.False(cache.TryGet("AKIA1", Today with { Region = "eu-west-1" }, "secret", _found));
        Assert.False(cache.TryGet("AKIA1", Today with { Service = "sts" }, "secret", _found));
        Assert.False(cache.TryGet("AKIA1", Today, "Secret", _found));
    }

    [Fact]
    public void It_never_holds_more_than_its_capacity_and_keeps_what_is_used()
    {
        var cache = new SigningKeyCache(capacity: 10);
        cache.Add("busy", Today, "secret", Key);

        for (var i = 0; i < 100; i++)
        {
            cache.Add(i.ToString(CultureInfo.InvariantCulture), Today, "secret", Key);

            Assert.True(cache.TryGet("busy", Today, "secret", _found));
            Assert.InRange(cache.Count, 1, 10);
        }
        Assert.False(cache.TryGet("0", Today, "secret", _found));
    }

    [Fact]
    public void A_wrong_signature_leaves_nothing_behind()
    {
        var cache = new SigningKeyCache();
        var signer = new Signer();

        Assert.Throws<ApiError>(() => SignedRequest.TryRead(signer.WithHeader())!.Verify("another secret", signer.Now, cache));

        Assert.Equal(0, cache.Count);
    }
}
