namespace Countersign.Identity;

/// <summary>Tells which condition keys policies ask about that come with the question: what a simulation of them should be given.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html"/>
public sealed class GetContextKeysForCustomPolicy : IOperation<GetContextKeysForCustomPolicy.Request, GetContextKeysForCustomPolicy.Response>
{
    /// <summary>The policies.</summary>
    /// <param name="PolicyInputList">JSON texts.</param>
    public sealed record Request(IReadOnlyList<string> PolicyInputList) : IRequest<Response>;

    /// <summary>The keys.</summary>
    /// <param name="ContextKeyNames">Of conditions and variables, each once, as first written.</param>
    public sealed record Response(IReadOnlyList<string> ContextKeyNames);

    /// <inheritdoc/>
    public static string Action => "iam:GetContextKeysForCustomPolicy";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">InvalidInput: one is no policy.</exception>
    public Task<Response> Execute(Request request, Call call) =>
        Task.FromResult(new Response(Simulation.KeysOf(Simulation.Given(request.PolicyInputList, nameof(request.PolicyInputList)))));
}
