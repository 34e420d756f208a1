namespace Countersign.Identity;

/// <summary>Tells the document of a role's inline policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html"/>
public sealed class GetRolePolicy : IOperation<GetRolePolicy.Request, GetRolePolicy.Response>
{
    /// <summary>Which policy of which role.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="PolicyName">1 to 128 characters.</param>
    public sealed record Request(string RoleName, string PolicyName) : IRequest<Response>;

    /// <summary>The policy.</summary>
    /// <param name="RoleName">Whose it is.</param>
    /// <param name="PolicyName">Its name.</param>
    /// <param name="PolicyDocument">The JSON as it was given, percent-encoded (RFC 3986).</param>
    public sealed record Response(string RoleName, string PolicyName, string PolicyDocument);

    /// <inheritdoc/>
    public static string Action => "iam:GetRolePolicy";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such role, or no such policy.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var (name, document) = await OwnedPolicies.OfRoles.Get(request.RoleName, request.PolicyName, call);
        return new Response(name, request.PolicyName, document);
    }
}
