using Countersign.Policy;

namespace Countersign.Identity;

/// <summary>Tells what policies that come with the question would decide, by the rules that decide every request here.</summary>
/// <remarks>What is no policy's affair is told as it is here: GetSessionToken is allowed, and what the account's password policy grants.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html"/>
public sealed class SimulateCustomPolicy : IOperation<SimulateCustomPolicy.Request, SimulatePolicyResponse>
{
    /// <summary>The policies, and the request they are to decide.</summary>
    /// <param name="PolicyInputList">Identity-based policies, which permit together.</param>
    /// <param name="ActionNames">Operations such as <c>iam:ListUsers</c>, without wildcards.</param>
    /// <param name="PermissionsBoundaryPolicyInputList">At most one.</param>
    /// <param name="ResourceArns">What is acted on; <c>*</c> when left out.</param>
    /// <param name="ResourcePolicy">A policy of every resource; needs a caller.</param>
    /// <param name="ResourceOwner">The account, as its root's ARN, of resources whose ARN names none; the caller's when left out.</param>
    /// <param name="CallerArn">The user who calls.</param>
    /// <param name="ContextEntries">Condition keys; those that nobody gives are absent.</param>
    /// <param name="ResourceHandlingOption">Says in AWS which resources of EC2 go together; nothing here depends on it.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">Actions at most, 1 to 1000; 100 when left out.</param>
    public sealed record Request(
        IReadOnlyList<string> PolicyInputList, IReadOnlyList<string> ActionNames, IReadOnlyList<string>? PermissionsBoundaryPolicyInputList = null,
        IReadOnlyList<string>? ResourceArns = null, string? ResourcePolicy = null, string? ResourceOwner = null, string? CallerArn = null,
        IReadOnlyList<ContextEntry>? ContextEntries = null, string? ResourceHandlingOption = null, string? Marker = null, int? MaxItems = null)
        : IRequest<SimulatePolicyResponse>;

    /// <inheritdoc/>
    public static string Action => "iam:SimulateCustomPolicy";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">InvalidInput: what is given is no policy, no action, no user; ValidationError: the marker is not ours.</exception>
    public async Task<SimulatePolicyResponse> Execute(Request request, Call call)
    {
        var context = RequestKeys.AtAnyTime(call.Now);
        var simulation = new Simulation
        {
            Principal = request.CallerArn is { } caller ? await SimulatedCaller.Named(caller, context, call) : SimulatedCaller.Anybody(call),
            Identity = new PolicyLayer(Simulation.Given(request.PolicyInputList, nameof(request.PolicyInputList))),
            Boundary = Simulation.GivenBoundary(request.PermissionsBoundaryPolicyInputList),
            Resource = Simulation.GivenResource(request.ResourcePolicy, request.CallerArn is not null),
            Owner = SimulatedCaller.Owner(request.ResourceOwner),
            LetsUsersChangePassword = (await PasswordRules.Of(call.AccountId, call.Store)).LetsUsersChange,
            Context = context,
        };
        foreach (var entry in request.ContextEntries ?? [])
            entry.AddTo(context);
        return simulation.Answer(request.ActionNames, request.ResourceArns, request.Marker, request.MaxItems);
    }
}
