namespace Countersign;

/// <summary>Several operations in one transaction: see <see cref="Pipeline.Batch"/>.</summary>
internal sealed class Batch(Pipeline pipeline, Call call)
{
    public Task<TResponse> Run<TResponse>(IRequest<TResponse> request, Operations operations) =>
        ((Entry<TResponse>)operations.Of(request.GetType())).RunInside(pipeline, request, call);
}
