using Countersign.ServiceModel;

namespace Countersign.Tests.ServiceModel;

public sealed class SerialNumberTests
{
    [Theory]
    [InlineData("123456789"), InlineData("arn:aws:iam::123456789012:mfa/x/anna@home"), InlineData("a_+=/:,.@-Z")]
    public void A_serial_number_keeps_its_text(string text) => Assert.Equal(text, SerialNumber.Parse(text).ToString());

    [Theory]
    [InlineData("12345678", "Member must have length greater than or equal to 9")]
    [InlineData("123456789 ", @"Member must satisfy regular expression pattern: [\w+=/:,.@-]+")]
    [InlineData("１２３４５６７８９", @"Member must satisfy regular expression pattern: [\w+=/:,.@-]+")]
    public void Another_text_is_told_the_rule(string text, string rule)
    {
        var error = Assert.Throws<ApiError>(() => SerialNumber.Parse(text));

        Assert.Equal(
            ("ValidationError", 400, $"1 validation error detected: Value at 'serialNumber' failed to satisfy constraint: {rule}"),
            (error.Code, error.Status, error.Message));
    }

    [Fact]
    public void Two_hundred_and_fifty_six_characters_are_the_most()
    {
        Assert.True(SerialNumber.TryParse(new string('1', 256), out _));
        Assert.False(SerialNumber.TryParse(new string('1', 257), out _));
    }

    [Fact]
    public void Its_rule_is_the_models()
    {
        var model = AwsService.Iam.Shapes["serialNumberType"];

        Assert.Equal((9, 256, @"[\w+=/:,.@-]+"), (model.Min, model.Max, model.Pattern!.Text));
    }
}
