using Countersign.Query;
using Microsoft.AspNetCore.Http;

namespace Countersign.Tests.Query;

[Collection<SharedServer>]
public sealed class QueryEndpointTests(TestServer server)
{
    [Fact]
    public async Task A_body_that_is_announced_and_does_not_come_takes_no_memory_for_it()
    {
        using var body = new NothingComes();
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Body, http.Request.ContentLength) = ("POST", body, QueryEndpoint.BodyLimit);

        await server.Service<QueryEndpoint>().Answer(http);

        Assert.Equal(400, http.Response.StatusCode);
        Assert.InRange(body.SetAside, 1, 20 * 1024);
    }

    private sealed class NothingComes : MemoryStream
    {
        public int SetAside { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            SetAside = Math.Max(SetAside, buffer.Length);
            return ValueTask.FromResult(0);
        }
    }
}
