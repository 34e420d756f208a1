namespace Countersign;

/// <summary>The needs that many operations share.</summary>
internal static class Needed
{
    /// <summary>An action on the account as a whole: resource <c>*</c>.</summary>
    public static Task<IReadOnlyList<Need>> OnAccount(string action) => Task.FromResult<IReadOnlyList<Need>>([new Need(action, "*")]);

    /// <summary>Nothing: for the few operations that a test lists.</summary>
    public static Task<IReadOnlyList<Need>> Nothing => Task.FromResult<IReadOnlyList<Need>>([]);

    /// <summary>An action on a user; on the caller when no name is given.</summary>
    public static async Task<IReadOnlyList<Need>> OnUser(string action, string? userName, Call call) => [await OfUser(action, userName, call)];

    /// <inheritdoc cref="OnUser"/>
    public static async Task<Need> OfUser(string action, string? userName, Call call)
    {
        var self = (call.Caller as UserCaller)?.User;
        var user = userName is null ? self : await call.Store.Users.Find(call.AccountId, userName);
        var asked = Arn.OfUser(call.AccountId, "/", userName ?? "");
        if (user is null)
            return new Need(action, asked);

        var keys = TagKeys("aws:ResourceTag/", await call.Store.Tags.Of(user.UserId), "iam:ResourceTag/");
        if (user.BoundaryArn is { } boundary)
            keys["iam:PermissionsBoundary"] = [boundary];
        return new Need(action, user.Arn) { Shown = user.UserId == self?.UserId ? user.Arn : asked, Keys = keys };
    }

    /// <summary>An action on a device by its serial number; a device of no ARN is matched as the AWS documentation has it, under <c>mfa/</c>.</summary>
    public static async Task<Need> OfDevice(string action, string serial, Call call)
    {
        var device = await call.Store.MfaDevices.Find(call.AccountId, serial);
        var arn = serial.StartsWith("arn:", StringComparison.Ordinal) ? serial : Arn.OfVirtualDevice(call.AccountId, "/", serial);
        return device is null
            ? new Need(action, arn)
            : new Need(action, arn) { Keys = TagKeys("aws:ResourceTag/", await call.Store.Tags.Of(device.DeviceId)) };
    }

    /// <summary>An action on a group.</summary>
    public static async Task<IReadOnlyList<Need>> OnGroup(string action, string groupName, Call call)
    {
        var group = await call.Store.Groups.Find(call.AccountId, groupName);
        var asked = Arn.OfGroup(call.AccountId, "/", groupName);
        return [new Need(action, group?.Arn ?? asked) { Shown = asked }];
    }

    /// <summary>An action on a role.</summary>
    public static async Task<IReadOnlyList<Need>> OnRole(string action, string roleName, Call call) => [await OfRole(action, roleName, call)];

    /// <inheritdoc cref="OnRole"/>
    public static async Task<Need> OfRole(string action, string roleName, Call call)
    {
        var role = await call.Store.Roles.Find(call.AccountId, roleName);
        var asked = Arn.OfRole(call.AccountId, "/", roleName);
        if (role is null)
            return new Need(action, asked);
        var keys = TagKeys("aws:ResourceTag/", await call.Store.Tags.Of(role.RoleId), "iam:ResourceTag/");
        if (role.BoundaryArn is { } boundary)
            keys["iam:PermissionsBoundary"] = [boundary];
        return new Need(action, role.Arn) { Shown = asked, Keys = keys };
    }

    /// <summary>An action on an instance profile.</summary>
    public static async Task<Need> OfInstanceProfile(string action, string profileName, Call call)
    {
        var profile = await call.Store.InstanceProfiles.Find(call.AccountId, profileName);
        var asked = Arn.OfInstanceProfile(call.AccountId, "/", profileName);
        return profile is null ? new Need(action, asked) : new Need(action, profile.Arn)
        {
            Shown = asked,
            Keys = TagKeys("aws:ResourceTag/", await call.Store.Tags.Of(profile.InstanceProfileId), "iam:ResourceTag/"),
        };
    }

    /// <summary>An action on a managed policy.</summary>
    public static async Task<IReadOnlyList<Need>> OnPolicy(string action, string policyArn, Call call)
    {
        var policy = await call.Store.Policies.Find(policyArn);
        return
        [
            new Need(action, policyArn) { Keys = policy is null ? [] : TagKeys("aws:ResourceTag/", await call.Store.Tags.Of(policy.PolicyId), "iam:ResourceTag/") },
        ];
    }

    /// <summary>The condition keys of tags that a request brings.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> RequestTags(IReadOnlyList<Tag>? tags)
    {
        var keys = TagKeys("aws:RequestTag/", tags ?? []);
        if (tags is { Count: > 0 })
            keys["aws:TagKeys"] = tags.Select(tag => tag.Key).ToList();
        return keys;
    }

    /// <summary>The condition keys of what there is already, by tags.</summary>
    public static Dictionary<string, IReadOnlyList<string>> TagKeys(string prefix, IReadOnlyList<Tag> tags, string? secondPrefix = null)
    {
        var keys = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in tags)
        {
            keys[prefix + tag.Key] = [tag.Value];
            if (secondPrefix is not null)
                keys[secondPrefix + tag.Key] = [tag.Value];
        }

        return keys;
    }
}
