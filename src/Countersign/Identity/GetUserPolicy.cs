namespace Countersign.Identity;

/// <summary>Tells the document of a user's inline policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html"/>
public sealed class GetUserPolicy : IOperation<GetUserPolicy.Request, GetUserPolicy.Response>
{
    /// <summary>Which policy of whom.</summary>
    /// <param name="UserName">1 to 128 characters.</param>
    /// <param name="PolicyName">1 to 128 characters.</param>
    public sealed record Request(string UserName, string PolicyName) : IRequest<Response>;

    /// <summary>The policy.</summary>
    /// <param name="UserName">Whose it is.</param>
    /// <param name="PolicyName">Its name.</param>
    /// <param name="PolicyDocument">The JSON as it was given, percent-encoded (RFC 3986).</param>
    public sealed record Response(string UserName, string PolicyName, string PolicyDocument);

    /// <inheritdoc/>
    public static string Action => "iam:GetUserPolicy";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such user, or no such policy.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var (name, document) = await OwnedPolicies.OfUsers.Get(request.UserName, request.PolicyName, call);
        return new Response(name, request.PolicyName, document);
    }
}
