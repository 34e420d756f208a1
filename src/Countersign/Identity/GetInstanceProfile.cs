namespace Countersign.Identity;

/// <summary>Tells about an instance profile: path, ids, tags, and its role.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html"/>
public sealed class GetInstanceProfile : IOperation<GetInstanceProfile.Request, GetInstanceProfile.Response>
{
    /// <summary>Which instance profile.</summary>
    /// <param name="InstanceProfileName">1 to 128 characters.</param>
    public sealed record Request(string InstanceProfileName) : IRequest<Response>;

    /// <summary>The instance profile.</summary>
    /// <param name="InstanceProfile">With its tags.</param>
    public sealed record Response(IamInstanceProfile InstanceProfile);

    /// <inheritdoc/>
    public static string Action => "iam:GetInstanceProfile";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfInstanceProfile(Action, request.InstanceProfileName, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var profile = await NamedInstanceProfile.Of(request.InstanceProfileName, call);
        var role = profile.RoleId is { } id ? await call.Store.Roles.FindById(id) : null;
        return new Response(IamInstanceProfile.Of(
            profile, role is null ? [] : [await IamRole.Of(role, call)], await call.Store.Tags.Of(profile.InstanceProfileId)));
    }
}
