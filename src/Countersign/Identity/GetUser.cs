namespace Countersign.Identity;

/// <summary>Tells about a user: path, ids, boundary, tags, when its password was used last.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html"/>
public sealed class GetUser : IOperation<GetUser.Request, GetUser.Response>
{
    /// <summary>About whom.</summary>
    /// <param name="UserName">The user; the caller when left out.</param>
    public sealed record Request(string? UserName = null) : IRequest<Response>;

    /// <summary>The user.</summary>
    /// <param name="User">With boundary and tags.</param>
    public sealed record Response(IamUser User);

    /// <inheritdoc/>
    public static string Action => "iam:GetUser";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        if (request.UserName is null)
            user = (await call.Store.Users.FindById(user.UserId))!;    // when the caller signed in last may have been read a while ago
        return new Response(await IamUser.Whole(user, call));
    }
}
