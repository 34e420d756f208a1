using System.Globalization;
using System.Text;
using Countersign.Query;
using CsCheck;

namespace Countersign.Tests.Query;

public sealed class RequestBinderTests
{
    public enum Colour { Red, Green }

    public sealed record Tag(string Key, string Value);

    public sealed record Context(string ContextKeyName, IReadOnlyList<string> ContextKeyValues, string ContextKeyType);

    public sealed record TagUser(string UserName, IReadOnlyList<Tag> Tags);

    public sealed record UntagUser(string UserName, IReadOnlyList<string> TagKeys);

    public sealed record ListUsers(string? PathPrefix, string? Marker = null, int? MaxItems = null);

    public sealed record UpdatePolicy(int? MaxPasswordAge, bool? HardExpiry, bool RequireNumbers = false, int MinimumPasswordLength = 6);

    public sealed record GetDevice(SerialNumber SerialNumber, string? UserName);

    public sealed record PolicyArn(string Arn);

    public sealed record AssumeRole(string RoleArn, string RoleSessionName, IReadOnlyList<PolicyArn>? PolicyArns = null, string? TokenCode = null);

    public sealed record Ours(Colour Colour, long Size, Tag First, Tag? Maybe, SerialNumber? Serial, IReadOnlyList<Context>? Contexts = null);

    [Fact]
    public void Lists_of_structures_are_read_by_index_whatever_the_order_and_the_gaps()
    {
        var request = Bind<TagUser>("iam:TagUser",
            "Tags.member.10.Key=c&Tags.member.10.Value=3&UserName=anna&Tags.member.2.Value=&Tags.member.2.Key=b");

        Assert.Equal("anna", request.UserName);
        Assert.Equal([new Tag("b", ""), new Tag("c", "3")], request.Tags);
    }

    [Theory]
    [InlineData("TagKeys="), InlineData("TagKeys.member="), InlineData("TagKeys")]
    public void A_bare_name_is_an_empty_list(string form) =>
        Assert.Empty(Bind<UntagUser>("iam:UntagUser", $"UserName=anna&{form}").TagKeys);

    [Fact]
    public void What_may_be_left_out_is_null_or_its_default()
    {
        Assert.Equal(new ListUsers(null), Bind<ListUsers>("iam:ListUsers", ""));
        Assert.Equal(new UpdatePolicy(null, null), Bind<UpdatePolicy>("iam:UpdateAccountPasswordPolicy", "Unknown=1&Unknown.member.x=2"));
    }

    [Fact]
    public void Numbers_and_booleans_are_read()
    {
        var request = Bind<UpdatePolicy>("iam:UpdateAccountPasswordPolicy",
            "MaxPasswordAge=90&HardExpiry=TRUE&RequireNumbers=false&MinimumPasswordLength=014");

        Assert.Equal(new UpdatePolicy(90, true, false, 14), request);
    }

    [Fact]
    public void A_serial_number_is_its_own_type() =>
        Assert.Equal("GAHT12345678", Bind<GetDevice>("iam:GetMFADevice", "SerialNumber=GAHT12345678").SerialNumber.Value);

    [Fact]
    public void The_models_own_case_of_a_name_is_the_wires() =>
        Assert.Equal(
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
            Bind<AssumeRole>("sts:AssumeRole",
                "RoleArn=arn:aws:iam::123456789012:role/demo&RoleSessionName=s1&PolicyArns.member.1.arn=arn:aws:iam::aws:policy/ReadOnlyAccess")
                .PolicyArns![0].Arn);

    [Fact]
    public void Operations_of_our_own_bind_by_the_names_of_their_records()
    {
        var request = Bind<Ours>("countersign:Paint",
            "Colour=Green&Size=-9000000000&First.Key=k&First.Value=v&Contexts.member.1.ContextKeyName=n&Contexts.member.1.ContextKeyType=string&Contexts.member.1.ContextKeyValues.member.1=x");

        Assert.Equal((Colour.Green, -9_000_000_000, new Tag("k", "v"), null), (request.Colour, request.Size, request.First, request.Maybe));
        Assert.Equal(["x"], Assert.Single(request.Contexts!).ContextKeyValues);
    }

    [Fact]
    public void Nothing_is_bound_from_anything() => Assert.Same(Nothing.Value, Bind<Nothing>("iam:GetAccountSummary", "a=1"));

    [Theory]
    [InlineData("iam:TagUser", "UserName=anna", "1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null")]
    [InlineData("iam:TagUser", "", "2 validation errors detected: Value null at 'userName' failed to satisfy constraint: Member must not be null; Value null at 'tags' failed to satisfy constraint: Member must not be null")]
    [InlineData("iam:TagUser", "UserName=a b&Tags.member.3.Key=&Tags.member.3.Value=%3C", "4 validation errors detected: Value at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+; Value at 'tags.3.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'tags.3.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+; Value at 'tags.3.member.value' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*")]
    [InlineData("iam:TagUser", "UserName=anna&Tags.member.1.Key=a", "1 validation error detected: Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null")]
    [InlineData("iam:TagUser", "UserName=anna&Tags.member.x.Key=a", "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must be a list, sent as NAME.member.1, NAME.member.2 and so on")]
    [InlineData("iam:TagUser", "UserName=anna&Tags.member.01.Key=a", "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must be a list, sent as NAME.member.1, NAME.member.2 and so on")]
    [InlineData("iam:TagUser", "UserName=anna&Tags.1.Key=a", "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must be a list, sent as NAME.member.1, NAME.member.2 and so on")]
    [InlineData("iam:TagUser", "UserName=anna&Tags=a", "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must be a list, sent as NAME.member.1, NAME.member.2 and so on")]
    [InlineData("iam:TagUser", "UserName.x=anna&Tags=", "1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null")]
    public void Every_fault_of_a_tagging_request_is_named(string action, string form, string message) =>
        Refused<TagUser>(action, form, message);

    [Theory]
    [InlineData("MaxItems=0", "Value at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("MaxItems=1001", "Value at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000")]
    [InlineData("MaxItems=99999999999999999999", "Value at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000")]
    [InlineData("MaxItems=ten", "Value at 'maxItems' failed to satisfy constraint: Member must be a whole number")]
    [InlineData("MaxItems=+1", "Value at 'maxItems' failed to satisfy constraint: Member must be a whole number")]
    [InlineData("MaxItems=1.0", "Value at 'maxItems' failed to satisfy constraint: Member must be a whole number")]
    [InlineData("MaxItems=%D9%A1", "Value at 'maxItems' failed to satisfy constraint: Member must be a whole number")]
    [InlineData("MaxItems=", "Value at 'maxItems' failed to satisfy constraint: Member must be a whole number")]
    public void A_wrong_number_is_told_its_rule(string form, string fault) =>
        Refused<ListUsers>("iam:ListUsers", form, $"1 validation error detected: {fault}");

    [Fact]
    public void A_wrong_boolean_is_told_its_rule() =>
        Refused<UpdatePolicy>("iam:UpdateAccountPasswordPolicy", "HardExpiry=yes",
            "1 validation error detected: Value at 'hardExpiry' failed to satisfy constraint: Member must be true or false");

    [Fact]
    public void A_wrong_serial_number_is_told_the_models_rules() =>
        Refused<GetDevice>("iam:GetMFADevice", "SerialNumber=a b",
            "2 validation errors detected: Value at 'serialNumber' failed to satisfy constraint: Member must have length greater than or equal to 9; "
            + @"Value at 'serialNumber' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=/:,.@-]+");

    [Fact]
    public void STS_shows_the_value_as_recorded_but_never_a_code() =>
        Refused<AssumeRole>("sts:AssumeRole", "RoleArn=arn:aws:iam::123456789012:role/demo&RoleSessionName=Session1:2&TokenCode=12345x",
            @"2 validation errors detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*; "
            + @"Value at 'tokenCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\d]*");

    [Fact]
    public void Our_own_operations_refuse_wrong_words_too() =>
        Refused<Ours>("countersign:Paint", "Colour=green&Size=1&First=&Serial=x",
            "4 validation errors detected: Value at 'colour' failed to satisfy constraint: Member must satisfy enum value set; "
            + "Value null at 'first.key' failed to satisfy constraint: Member must not be null; "
            + "Value null at 'first.value' failed to satisfy constraint: Member must not be null; "
            + "Value at 'serial' failed to satisfy constraint: Member must be a serial number");

    [Fact]
    public void Whatever_is_sent_as_tags_is_what_is_bound()
    {
        var key = Gen.String[Gen.OneOf(Letters("abcXYZ019 _.:/=+-@éß")), 1, 128];
        var value = Gen.String[Gen.OneOf(Letters("abcXYZ019 _.:/=+-@éß")), 0, 256];
        Gen.Select(key, value).Array[0, 50].Sample(tags =>
        {
            var form = string.Join('&', tags.Select((t, i) => string.Create(CultureInfo.InvariantCulture,
                $"Tags.member.{i + 1}.Key={Uri.EscapeDataString(t.Item1)}&Tags.member.{i + 1}.Value={Uri.EscapeDataString(t.Item2)}")));

            var request = Bind<TagUser>("iam:TagUser", $"UserName=anna&{(tags.Length == 0 ? "Tags=" : form)}");

            Assert.Equal(tags, request.Tags.Select(t => (t.Key, t.Value)));
        }, iter: 200);
    }

    private static Gen<char>[] Letters(string letters) => [.. letters.Select(Gen.Const)];

    private static T Bind<T>(string action, string form)
        where T : notnull
    {
        var parameters = new Parameters();
        FormReader.Read(Encoding.UTF8.GetBytes(form), parameters);
        return RequestBinder.Bind<T>(parameters, action);
    }

    private static void Refused<T>(string action, string form, string message)
        where T : notnull
    {
        var error = Assert.Throws<ApiError>(() => Bind<T>(action, form));
        Assert.Equal(("ValidationError", 400, message), (error.Code, error.Status, error.Message));
    }
}
