using System.Text.Json.Nodes;

namespace Countersign.Clients.Tests.Api;

/// <summary>What boto3 makes out of the API by itself: waiters, pages, resources and classes of errors.</summary>
public sealed class Boto3AccountTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Start = """
        import json, sys
        import boto3
        from botocore.exceptions import WaiterError
        url, name, account = sys.argv[1:]
        iam = boto3.client("iam", endpoint_url=url)
        reads = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iam:Get*", "Resource": "*"}})
        trust = json.dumps({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "sts:AssumeRole"}})
        """;

    [Fact]
    public async Task Waiters_see_at_once_what_was_made_and_give_up_on_what_is_not_there()
    {
        var (said, _) = await Run("""
            waited, once = [], {"Delay": 1, "MaxAttempts": 1}
            def wait(waiter, **arguments):
                iam.get_waiter(waiter).wait(WaiterConfig=once, **arguments)
                waited.append(waiter)
            iam.create_user(UserName=name)
            wait("user_exists", UserName=name)
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
            wait("role_exists", RoleName=name)
            arn = iam.create_policy(PolicyName=name, PolicyDocument=reads)["Policy"]["Arn"]
            wait("policy_exists", PolicyArn=arn)
            iam.create_instance_profile(InstanceProfileName=name)
            wait("instance_profile_exists", InstanceProfileName=name)
            try:
                wait("user_exists", UserName="nobody")
            except WaiterError as e:
                print(json.dumps({"waited": waited, "gaveUp": str(e)}))
            """);

        Assert.Equal(["user_exists", "role_exists", "policy_exists", "instance_profile_exists"], Texts(said["waited"]), StringComparer.Ordinal);
        Assert.StartsWith("Waiter UserExists failed: Max attempts exceeded.", (string)said["gaveUp"]!, StringComparison.Ordinal);
        Assert.EndsWith(" NoSuchEntity", (string)said["gaveUp"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_authorization_details_come_page_by_page_with_documents_that_are_read_already()
    {
        var (said, name) = await Run("""
            iam.create_group(GroupName=name)
            iam.put_group_policy(GroupName=name, PolicyName="reads", PolicyDocument=reads)
            iam.create_user(UserName=name, Path=f"/{name}/", Tags=[{"Key": "team", "Value": "audit"}])
            iam.add_user_to_group(GroupName=name, UserName=name)
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
            pages = list(iam.get_paginator("get_account_authorization_details").paginate(Filter=["User", "Group", "Role"], PaginationConfig={"PageSize": 1}))
            def found(list, key):
                [one] = [item for page in pages for item in page[list] if item[key] == name]
                return one
            print(json.dumps({
                "largest": max(len(page["UserDetailList"]) + len(page["GroupDetailList"]) + len(page["RoleDetailList"]) for page in pages),
                "user": found("UserDetailList", "UserName")["GroupList"], "tags": found("UserDetailList", "UserName")["Tags"],
                "group": found("GroupDetailList", "GroupName")["GroupPolicyList"][0]["PolicyDocument"]["Statement"]["Action"],
                "role": found("RoleDetailList", "RoleName")["AssumeRolePolicyDocument"]["Statement"]["Action"]}))
            """);

        Assert.Equal(1, (int)said["largest"]!);
        Assert.Equal([name], Texts(said["user"]), StringComparer.Ordinal);
        Assert.Equal("""[{"Key":"team","Value":"audit"}]""", said["tags"]!.ToJsonString());
        Assert.Equal(("iam:Get*", "sts:AssumeRole"), ((string)said["group"]!, (string)said["role"]!));
    }

    [Fact]
    public async Task Resources_know_each_other()
    {
        var (said, name) = await Run("""
            resource = boto3.resource("iam", endpoint_url=url)
            policy = resource.create_policy(PolicyName=name, PolicyDocument=reads)
            group = resource.create_group(GroupName=name)
            group.attach_policy(PolicyArn=policy.arn)
            user = resource.create_user(UserName=name)
            group.add_user(UserName=name)
            key = user.create_access_key_pair()
            role = resource.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
            profile = resource.create_instance_profile(InstanceProfileName=name)
            profile.add_role(RoleName=name)
            profile.reload()
            print(json.dumps({
                "users": [found.name for found in group.users.all()], "groups": [found.name for found in user.groups.all()],
                "keys": [found.id == key.id for found in user.access_keys.all()], "policies": [found.arn == policy.arn for found in group.attached_policies.all()],
                "attached": [found.name for found in policy.attached_groups.all()], "roles": [found.name for found in profile.roles],
                "version": policy.default_version.document["Statement"]["Action"], "me": resource.CurrentUser().user_name,
                "keysPerUser": resource.AccountSummary().summary_map["AccessKeysPerUserQuota"]}))
            """);

        string[] lists = ["users", "groups", "attached", "roles"];
        Assert.All(lists, list => Assert.Equal([name], Texts(said[list]), StringComparer.Ordinal));
        Assert.Equal("[true][true]", said["keys"]!.ToJsonString() + said["policies"]!.ToJsonString());
        Assert.Equal(("iam:Get*", server.Admin.UserName, 2), ((string)said["version"]!, (string)said["me"]!, (int)said["keysPerUser"]!));
    }

    [Fact]
    public async Task Each_refusal_is_of_its_own_class()
    {
        var (said, _) = await Run("""
            def refused(error, call, **arguments):
                try:
                    call(**arguments)
                except error as e:
                    return e.response["Error"]["Code"]
            iam.create_group(GroupName=name)
            iam.create_user(UserName=name)
            iam.add_user_to_group(GroupName=name, UserName=name)
            print(json.dumps([
                refused(iam.exceptions.NoSuchEntityException, iam.get_role, RoleName=name),
                refused(iam.exceptions.EntityAlreadyExistsException, iam.create_group, GroupName=name),
                refused(iam.exceptions.DeleteConflictException, iam.delete_group, GroupName=name),
                refused(iam.exceptions.MalformedPolicyDocumentException, iam.put_user_policy, UserName=name, PolicyName="p", PolicyDocument="{}")]))
            """);

        Assert.Equal(["NoSuchEntity", "EntityAlreadyExists", "DeleteConflict", "MalformedPolicyDocument"], Texts(said), StringComparer.Ordinal);
    }

    private static IEnumerable<string?> Texts(JsonNode? list) => list!.AsArray().Select(text => (string?)text);

    private async Task<(JsonNode Said, string Name)> Run(string script)
    {
        var name = server.NewName("boto3");
        var ran = await Tool.Run(
            "/usr/bin/python3", ["-c", Start + "\n" + script, server.Url, name, server.Admin.AccountId], Keys.Of(server.Admin).Environment(server.Scratch));
        Assert.True(ran.ExitCode == 0, ran.Error);
        return (JsonNode.Parse(ran.Output)!, name);
    }
}
