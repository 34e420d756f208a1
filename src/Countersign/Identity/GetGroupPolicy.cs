namespace Countersign.Identity;

/// <summary>Tells the document of a group's inline policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html"/>
public sealed class GetGroupPolicy : IOperation<GetGroupPolicy.Request, GetGroupPolicy.Response>
{
    /// <summary>Which policy of which group.</summary>
    /// <param name="GroupName">1 to 128 characters.</param>
    /// <param name="PolicyName">1 to 128 characters.</param>
    public sealed record Request(string GroupName, string PolicyName) : IRequest<Response>;

    /// <summary>The policy.</summary>
    /// <param name="GroupName">Whose it is.</param>
    /// <param name="PolicyName">Its name.</param>
    /// <param name="PolicyDocument">The JSON as it was given, percent-encoded (RFC 3986).</param>
    public sealed record Response(string GroupName, string PolicyName, string PolicyDocument);

    /// <inheritdoc/>
    public static string Action => "iam:GetGroupPolicy";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnGroup(Action, request.GroupName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such group, or no such policy.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var (name, document) = await OwnedPolicies.OfGroups.Get(request.GroupName, request.PolicyName, call);
        return new Response(name, request.PolicyName, document);
    }
}
