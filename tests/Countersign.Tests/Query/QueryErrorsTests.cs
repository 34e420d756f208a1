using Countersign.Query;

namespace Countersign.Tests.Query;

/// <summary>The texts that clients match and that no request in the other tests provokes.</summary>
public sealed class QueryErrorsTests
{
    private static readonly (ApiError Error, string Code, int Status, string Message)[] Catalogue =
    [
        (QueryErrors.MissingAuthenticationToken(), "MissingAuthenticationToken", 403, "Request is missing Authentication Token"),
        (QueryErrors.InvalidClientTokenId("iam"), "InvalidClientTokenId", 403, "The security token included in the request is invalid"),
        (QueryErrors.InvalidClientTokenId("sts"), "InvalidClientTokenId", 403, "The security token included in the request is invalid."),
        (QueryErrors.ExpiredToken(), "ExpiredToken", 403, "The security token included in the request is expired"),
        (QueryErrors.InvalidAction("Fly", "2010-05-08"), "InvalidAction", 400, "Could not find operation Fly for version 2010-05-08"),
        (QueryErrors.MissingAction(), "MissingAction", 400, "The request must have the parameter Action."),
        (QueryErrors.NotFound(), "NotFound", 404, "There is nothing at this address. API requests go to '/'."),
        (QueryErrors.MethodNotAllowed("PUT"), "MethodNotAllowed", 405, "The method PUT is not supported. Use POST, or GET with a query string."),
        (QueryErrors.RequestTimeout(), "RequestTimeout", 408, "The request was not received in time."),
        (QueryErrors.RequestEntityTooLarge(1_048_576), "RequestEntityTooLarge", 413, "The body has more than 1048576 bytes."),
        (QueryErrors.UnsupportedMediaType("text/xml"), "UnsupportedMediaType", 415, "The content type 'text/xml' is not supported. Use application/x-www-form-urlencoded; charset=utf-8."),
        (QueryErrors.ServiceFailure(), "ServiceFailure", 500, "The request processing has failed because of an unknown error, exception or failure."),
        (QueryErrors.ServiceUnavailable(TimeSpan.FromSeconds(1)), "ServiceUnavailable", 503, "The server is too busy to handle the request. Try again later."),
    ];

    [Fact]
    public void Codes_statuses_and_texts_are_as_clients_know_them() =>
        Assert.All(Catalogue, e => Assert.Equal((e.Code, e.Status, e.Message), (e.Error.Code, e.Error.Status, e.Error.Message)));

    [Fact]
    public void A_busy_server_says_when_to_come_back() =>
        Assert.Equal(TimeSpan.FromSeconds(7), QueryErrors.ServiceUnavailable(TimeSpan.FromSeconds(7)).RetryAfter);

    [Fact]
    public void What_a_caller_sent_is_repeated_only_so_far() =>
        Assert.InRange(QueryErrors.InvalidAction(new string('x', 100_000), "v").Message.Length, 256, 400);
}
