namespace Countersign.Identity;

/// <summary>Tells which condition keys the policies of a user, a group or a role ask about: what a simulation of them should be given.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html"/>
public sealed class GetContextKeysForPrincipalPolicy : IOperation<GetContextKeysForPrincipalPolicy.Request, GetContextKeysForPrincipalPolicy.Response>
{
    private readonly Principals _principals;

    internal GetContextKeysForPrincipalPolicy(Principals principals) => _principals = principals;

    /// <summary>Whose policies.</summary>
    /// <param name="PolicySourceArn">A user, with the policies of its groups; a group; or a role.</param>
    /// <param name="PolicyInputList">Policies on top of those that it has.</param>
    public sealed record Request(string PolicySourceArn, IReadOnlyList<string>? PolicyInputList = null) : IRequest<Response>;

    /// <summary>The keys.</summary>
    /// <param name="ContextKeyNames">Of conditions and variables, each once, as first written.</param>
    public sealed record Response(IReadOnlyList<string> ContextKeyNames);

    /// <inheritdoc/>
    public static string Action => "iam:GetContextKeysForPrincipalPolicy";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => PolicySource.Needs(Action, request.PolicySourceArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">InvalidInput: no policy, or no entity; NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var source = await PolicySource.Find(request.PolicySourceArn, _principals, call);
        return new Response(Simulation.KeysOf(
            [.. source.Snapshot.Identity.Policies, .. source.Snapshot.Boundary?.Policies ?? [], .. Simulation.Given(request.PolicyInputList, nameof(request.PolicyInputList))]));
    }
}
