using Countersign.ServiceModel;

namespace Countersign.Tests.ServiceModel;

public sealed class RequestCheckTests
{
    public sealed record Tag(string Key, string Value);

    public sealed record TagUser(string? UserName, IReadOnlyList<Tag>? Tags);

    public sealed record UpdatePolicy(int? MaxPasswordAge, bool? HardExpiry = null);

    public sealed record GetDevice(SerialNumber SerialNumber);

    [Fact]
    public void A_good_request_passes()
    {
        RequestCheck.Check("iam:TagUser", new TagUser("anna", [new("a", "1")]));
        RequestCheck.Check("iam:UpdateAccountPasswordPolicy", new UpdatePolicy(90, true));
        RequestCheck.Check("iam:GetMFADevice", new GetDevice(SerialNumber.Parse("GAHT12345678")));
        RequestCheck.Check("iam:GetAccountSummary", Nothing.Value);
    }

    [Fact]
    public void Every_fault_of_every_member_is_named()
    {
        var error = Assert.Throws<ApiError>(() => RequestCheck.Check("iam:TagUser", new TagUser(null, [new("a", "1"), new("", null!)])));

        Assert.Equal(("ValidationError", 400), (error.Code, error.Status));
        Assert.Equal(
            "4 validation errors detected: Value null at 'userName' failed to satisfy constraint: Member must not be null; "
            + "Value at 'tags.2.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1; "
            + @"Value at 'tags.2.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+; "
            + "Value null at 'tags.2.member.value' failed to satisfy constraint: Member must not be null",
            error.Message);
    }

    [Fact]
    public void Numbers_have_their_range_and_lists_their_length()
    {
        Assert.EndsWith(
            "Value at 'maxPasswordAge' failed to satisfy constraint: Member must have value less than or equal to 1095",
            Assert.Throws<ApiError>(() => RequestCheck.Check("iam:UpdateAccountPasswordPolicy", new UpdatePolicy(1096))).Message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
            Assert.Throws<ApiError>(() => RequestCheck.Check("iam:TagUser",
                new TagUser("anna", [.. Enumerable.Repeat(new Tag("a", "1"), 51)]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Operations_of_our_own_are_not_checked_here() => RequestCheck.Check("countersign:Tag", new TagUser("", null));
}
