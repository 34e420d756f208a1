using Countersign.Policy;
using Countersign.Sts;

namespace Countersign.Identity;

/// <summary>Tells what a user, a group or a role would be allowed, by the rules that decide every request here.</summary>
/// <remarks>What is no policy's affair is told as it is here: GetSessionToken is allowed, and what the account's password policy grants.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html"/>
public sealed class SimulatePrincipalPolicy : IOperation<SimulatePrincipalPolicy.Request, SimulatePolicyResponse>
{
    private readonly Principals _principals;

    internal SimulatePrincipalPolicy(Principals principals) => _principals = principals;

    /// <summary>Whose policies, and the request they are to decide.</summary>
    /// <param name="PolicySourceArn">A user, with the policies of its groups; a group; or a role.</param>
    /// <param name="ActionNames">Operations such as <c>iam:ListUsers</c>, without wildcards.</param>
    /// <param name="PolicyInputList">Identity-based policies on top of those that it has.</param>
    /// <param name="PermissionsBoundaryPolicyInputList">At most one, in place of the boundary that it has.</param>
    /// <param name="ResourceArns">What is acted on; <c>*</c> when left out.</param>
    /// <param name="ResourcePolicy">A policy of every resource; needs a caller.</param>
    /// <param name="ResourceOwner">The account, as its root's ARN, of resources whose ARN names none; the caller's when left out.</param>
    /// <param name="CallerArn">The user who calls with these policies; the one who has them when left out.</param>
    /// <param name="ContextEntries">Condition keys, beside what follows from the caller; those that nobody gives are absent.</param>
    /// <param name="ResourceHandlingOption">Says in AWS which resources of EC2 go together; nothing here depends on it.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">Actions at most, 1 to 1000; 100 when left out.</param>
    public sealed record Request(
        string PolicySourceArn, IReadOnlyList<string> ActionNames, IReadOnlyList<string>? PolicyInputList = null,
        IReadOnlyList<string>? PermissionsBoundaryPolicyInputList = null, IReadOnlyList<string>? ResourceArns = null, string? ResourcePolicy = null,
        string? ResourceOwner = null, string? CallerArn = null, IReadOnlyList<ContextEntry>? ContextEntries = null, string? ResourceHandlingOption = null,
        string? Marker = null, int? MaxItems = null) : IRequest<SimulatePolicyResponse>;

    /// <inheritdoc/>
    public static string Action => "iam:SimulatePrincipalPolicy";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => PolicySource.Needs(Action, request.PolicySourceArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">
    /// InvalidInput: what is given is no policy, no action, no entity; NoSuchEntity; ValidationError: the marker is not ours.
    /// </exception>
    public async Task<SimulatePolicyResponse> Execute(Request request, Call call)
    {
        var source = await PolicySource.Find(request.PolicySourceArn, _principals, call);
        var context = RequestKeys.AtAnyTime(call.Now);
        var simulation = new Simulation
        {
            Principal = await Caller(request.CallerArn, source, context, call),
            Identity = new PolicyLayer(
                [.. source.Snapshot.Identity.Policies, .. Simulation.Given(request.PolicyInputList, nameof(request.PolicyInputList))]),
            Boundary = Simulation.GivenBoundary(request.PermissionsBoundaryPolicyInputList) ?? source.Snapshot.Boundary,
            Resource = Simulation.GivenResource(request.ResourcePolicy, request.CallerArn is not null || source.Caller is not null),
            Owner = SimulatedCaller.Owner(request.ResourceOwner),
            Trusts = await Trusts(request.ResourceArns ?? [], call),
            LetsUsersChangePassword = (await PasswordRules.Of(call.AccountId, call.Store)).LetsUsersChange,
            Context = context,
        };
        foreach (var entry in request.ContextEntries ?? [])
            entry.AddTo(context);
        return simulation.Answer(request.ActionNames, request.ResourceArns, request.Marker, request.MaxItems);
    }

    private static async Task<Principal> Caller(string? callerArn, PolicySource source, RequestContext context, Call call)
    {
        if (callerArn is not null && callerArn != source.Caller?.Arn)
            return await SimulatedCaller.Named(callerArn, context, call);
        if (source.Caller is not { } caller)
            return SimulatedCaller.Anybody(call);
        RequestKeys.AddCaller(context, caller, source.Snapshot);
        return Authoriser.PrincipalOf(caller);
    }

    // Who wants to assume a role is judged by its trust policy here as there.
    private static async Task<Dictionary<string, NamedPolicy>> Trusts(IReadOnlyList<string> resources, Call call)
    {
        var trusts = new Dictionary<string, NamedPolicy>(StringComparer.Ordinal);
        foreach (var arn in resources)
        {
            if (await RoleSessions.Find(arn, call.Store) is { } role && role.AccountId == call.AccountId)
                trusts[arn] = new NamedPolicy("trust policy", PolicyDocument.Parse(role.TrustDocument, PolicyKind.Trust), "role " + role.RoleName);
        }

        return trusts;
    }
}
