using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Observing;

/// <summary>Gives each request the one id that its answer, its log lines, its audit events and its spans bear.</summary>
/// <remarks>
/// Here, and not in a middleware, so that it is there before the framework opens the scope that every log line of the
/// request is in. What a client may have sent as an id is not looked at.
/// </remarks>
internal sealed class RequestIds(IServiceProvider services) : IHttpContextFactory
{
    private readonly DefaultHttpContextFactory _contexts = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        featureCollection.GetRequiredFeature<IHttpRequestIdentifierFeature>().TraceIdentifier = UniqueId.OfRequest();
        return _contexts.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _contexts.Dispose(httpContext);
}
