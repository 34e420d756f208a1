using System.Text;
using Countersign.Query;
using CsCheck;

namespace Countersign.Tests.Query;

public sealed class FormReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a=1&b=2", "a=1|b=2")]
    [InlineData("b=2&a=1&", "b=2|a=1")]
    [InlineData("&&a=1&&b=2&&", "a=1|b=2")]
    [InlineData("a", "a=")]
    [InlineData("a=", "a=")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("a=x+y%20z", "a=x y z")]
    [InlineData("a=%2B%26%3d", "a=+&=")]
    [InlineData("n%C3%A4me=%F0%9F%94%91", "näme=🔑")]
    [InlineData("a=1;b=2", "a=1;b=2")]
    public void A_form_is_read_in_the_order_sent(string form, string parameters) =>
        Assert.Equal(parameters, string.Join('|', Read(form).All.Select(p => $"{p.Key}={p.Value}")));

    [Fact]
    public void Raw_UTF_8_is_read_as_it_is() => Assert.Equal("ü", Read("a=ü").Find("a"));

    [Theory]
    [InlineData("a=1&a=2", "The parameter a is sent more than once.")]
    [InlineData("a=1&%61=1", "The parameter a is sent more than once.")]
    [InlineData("=1", "A parameter has a value but no name.")]
    [InlineData("a=%", "A '%' in a is not followed by two hexadecimal digits.")]
    [InlineData("a=%4", "A '%' in a is not followed by two hexadecimal digits.")]
    [InlineData("a=%4g", "A '%' in a is not followed by two hexadecimal digits.")]
    [InlineData("a=%u0041", "A '%' in a is not followed by two hexadecimal digits.")]
    [InlineData("%zz=1", "A '%' in the name of a parameter is not followed by two hexadecimal digits.")]
    [InlineData("a=%ff", "The bytes of a are not UTF-8.")]
    [InlineData("a=%C0%AF", "The bytes of a are not UTF-8.")]
    [InlineData("a=%ED%A0%80", "The bytes of a are not UTF-8.")]
    [InlineData("%80=1", "The bytes of the name of a parameter are not UTF-8.")]
    [InlineData("a=x%00y", "There is a U+0000 in a.")]
    public void What_cannot_be_read_is_named(string form, string message)
    {
        var error = Assert.Throws<ApiError>(() => Read(form));

        Assert.Equal(("MalformedQueryString", 400, message), (error.Code, error.Status, error.Message));
    }

    [Fact]
    public void Ten_thousand_parameters_are_read_and_one_more_is_refused()
    {
        var form = string.Join('&', Enumerable.Range(1, 10_000).Select(i => $"a{i}=1"));

        Assert.Equal(10_000, Read(form).Count);
        Assert.Equal("The request has more than 10000 parameters.", Assert.Throws<ApiError>(() => Read(form + "&b=1")).Message);
    }

    [Fact]
    public void What_is_printed_as_a_form_is_read_back()
    {
        var text = Gen.String[Gen.OneOf(Gen.Char['\u0001', '\uD7FF'], Gen.Char['%', '='], Gen.Char[' ', '~']), 0, 20];
        Gen.Select(text.Where(t => t.Length > 0), text).Array[0, 10].Sample(pairs =>
        {
            var distinct = pairs.DistinctBy(p => p.Item1, StringComparer.Ordinal).ToList();
            var form = string.Join('&', distinct.Select(p => $"{Uri.EscapeDataString(p.Item1)}={Uri.EscapeDataString(p.Item2)}"));

            var read = Read(form);

            Assert.Equal(distinct, read.All.Select(p => (p.Key, p.Value)));
        });
    }

    [Fact]
    public void Any_bytes_are_parameters_or_a_named_error()
    {
        var noise = Gen.OneOf(Gen.Byte, Gen.Byte[(byte)'%', (byte)'='], Gen.Const((byte)'&'), Gen.Const((byte)'%')).Array[0, 60];
        noise.Sample(bytes =>
        {
            var parameters = new Parameters();
            try
            {
                FormReader.Read(bytes, parameters);
                Assert.All(parameters.All, p => Assert.Equal(p.Value, parameters.Find(p.Key)));
            }
            catch (ApiError error)
            {
                Assert.Equal(("MalformedQueryString", 400), (error.Code, error.Status));
            }
        });
    }

    [Fact]
    public void Names_with_dots_are_a_tree()
    {
        var root = Read("Tags.member.2.Key=b&Tags.member.1.Key=a&Tags.member.1.Value=&UserName=u&..=x").Root;

        Assert.Equal(["2", "1"], root.Find("Tags")!.Find("member")!.Children.Keys, StringComparer.Ordinal);
        Assert.Equal("a", root.Find("Tags")!.Find("member")!.Find("1")!.Find("Key")!.Value);
        Assert.Equal("u", root.Find("UserName")!.Value);
        Assert.Null(root.Find("Tags")!.Value);
        Assert.Equal("x", root.Find("")!.Find("")!.Find("")!.Value);
    }

    [Fact]
    public void A_name_of_a_thousand_parts_costs_nothing() =>
        Assert.Empty(Read($"{new string('.', 1000)}=x").Root.Children);

    private static Parameters Read(string form)
    {
        var parameters = new Parameters();
        FormReader.Read(Encoding.UTF8.GetBytes(form), parameters);
        return parameters;
    }
}
