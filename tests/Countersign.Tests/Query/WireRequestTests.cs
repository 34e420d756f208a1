using System.Text;
using Countersign.Query;

namespace Countersign.Tests.Query;

public sealed class WireRequestTests
{
    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-8")]
    [InlineData("Application/X-WWW-Form-Urlencoded;charset=\"UTF-8\"")]
    [InlineData(null)]
    public void A_posted_form_gives_its_parameters(string? contentType) =>
        Assert.Equal("ListUsers", Request("POST", "/", "Action=ListUsers", contentType).Parameters.Find("Action"));

    [Theory]
    [InlineData("application/json"), InlineData("text/xml; charset=utf-8"), InlineData("")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16"), InlineData("multipart/form-data; boundary=x")]
    public void A_body_of_another_type_is_refused(string contentType)
    {
        var error = Assert.Throws<ApiError>(() => Request("POST", "/", "Action=ListUsers", contentType).Parameters);

        Assert.Equal(("UnsupportedMediaType", 415), (error.Code, error.Status));
    }

    [Fact]
    public void The_query_string_serves_like_a_form_and_its_signature_is_no_parameter()
    {
        var request = Request("GET", "/?Action=ListUsers&X-Amz-Signature=00&UserName=a%2Fb", "", null);

        Assert.Equal(["Action", "UserName"], request.Parameters.All.Select(p => p.Key), StringComparer.Ordinal);
        Assert.Equal("00", request.Query.Find("X-Amz-Signature"));
        Assert.Equal("/", request.Path);
    }

    [Fact]
    public void A_parameter_in_query_and_body_is_refused()
    {
        var error = Assert.Throws<ApiError>(() => Request("POST", "/?Action=ListUsers", "Action=DeleteUser", null).Parameters);

        Assert.Equal(("MalformedQueryString", "The parameter Action is sent more than once."), (error.Code, error.Message));
    }

    [Fact]
    public void A_GET_with_a_body_is_refused() =>
        Assert.Equal("MalformedQueryString", Assert.Throws<ApiError>(() => Request("GET", "/", "Action=A", null).Parameters).Code);

    [Theory]
    [InlineData("PUT"), InlineData("post"), InlineData("HEAD")]
    public void Another_method_is_refused(string method) =>
        Assert.Equal(405, Assert.Throws<ApiError>(() => Request(method, "/", "", null).Parameters).Status);

    [Theory]
    [InlineData("*"), InlineData("http://localhost/?Action=A"), InlineData("")]
    public void A_target_that_is_no_path_is_refused(string target) =>
        Assert.Equal("BadRequest", Assert.Throws<ApiError>(() => Request("GET", target, "", null)).Code);

    private static WireRequest Request(string method, string target, string body, string? contentType) => new(
        method, target, contentType is null ? [] : [new("content-type", contentType)], Encoding.UTF8.GetBytes(body));
}
