namespace Countersign.Otp.Tests;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(OathHash.Sha1), InlineData(OathHash.Sha256), InlineData(OathHash.Sha512)]
    public void Verifying_a_code_allocates_nothing(OathHash hash)
    {
        var parameters = OathParameters.Default with { Hash = hash };
        var right = Totp.Compute(A.Key, parameters, A.Noon);
        var wrong = A.WrongCode(A.NoonStep);
        var slow = new OathState(0, -100, default);

        Judge(200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var accepted = Judge(2_000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(4_000, accepted);

        int Judge(int times)
        {
            var count = 0;
            for (var i = 0; i < times; i++)
            {
                Count(Totp.Verify(A.Key, parameters, slow, right, A.Noon, DriftPolicy.Follows));
                Count(Totp.Verify(A.Key, parameters, slow, wrong, A.Noon, DriftPolicy.Fixed));
                Count(Hotp.Verify(A.Key, parameters, new OathState(A.NoonStep, 0, default), right));
                Count(Hotp.Verify(A.Key, parameters, new OathState(A.NoonStep + 1, 0, default), right));
            }
            return count;

            void Count(CodeVerdict verdict) => count += verdict.Outcome == CodeOutcome.Accepted ? 1 : 0;
        }
    }

    [Fact]
    public void Reading_a_code_allocates_nothing()
    {
        Read(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = Read(1_000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1_000, read);

        static int Read(int times)
        {
            var count = 0;
            for (var i = 0; i < times; i++)
                count += OneTimeCode.TryParse("123456", out _) ? 1 : 0;
            return count;
        }
    }
}
