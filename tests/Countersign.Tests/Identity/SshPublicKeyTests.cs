using System.Security.Cryptography;
using Countersign.Identity;

namespace Countersign.Tests.Identity;

/// <summary>Keys for tests.</summary>
internal static class SshKeys
{
    /// <summary>Made with OpenSSL; the fingerprint is what <c>ssh-keygen -l -E md5</c> says.</summary>
    public const string Line = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCustnQTXIQmfzVe2sHpOBpoddqQucwmnripWafaxGla57N+LDuvJOzN5yN98Gi2KgHQW6YIMuI9PzE9w3foaCslo4pjpwuEcwOVzBC0hSigi1NAbMBfYqQzboo6V7MfaArMlfDmBfknQHnoaM44mFMv5Y75101FT4efrWBgp2IjEUCyJO3nQd6cvW4sHRAs4bQh/XEYL4lG9vxtFHqJ9BYcVju2vb16ZvBISSiZM3WJnZx3//j+Ka7llp3+4pIbLzgN7F+SDhuKa68xp0xoI+lrvwXvk2jCFKy8ZGfymZr3JIBxNsyD4ZDFAlUusNJykmLpsnbWpfMCxkwoZKg5Gfx";

    public const string Fingerprint = "5b:e4:3f:79:d7:09:04:71:3a:db:84:da:8a:a8:de:c3";

    public const string Pem = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArrLZ0E1yEJn81XtrB6Tg
        aaHXakLnMJp64qVmn2sRpWuezfiw7ryTszecjffBotioB0FumCDLiPT8xPcN36Gg
        rJaOKY6cLhHMDlcwQtIUooItTQGzAX2KkM26KOlezH2gKzJXw5gX5J0B56GjOOJh
        TL+WO+ddNRU+Hn61gYKdiIxFAsiTt50HenL1uLB0QLOG0If1xGC+JRvb8bRR6ifQ
        WHFY7tr29embwSEkomTN1iZ2cd//4/imu5Zad/uKSGy84Dexfkg4bimuvMadMaCP
        pa78F75NowhSsvGRn8pma9ySAcTbMg+GQxQJVLrDScpJi6bJ21qXzAsZMKGSoORn
        8QIDAQAB
        -----END PUBLIC KEY-----
        """;

    public static string New(int bits = 2048)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportSubjectPublicKeyInfoPem();
    }

    public static async Task<IamSshPublicKey> Upload(this TestServer server, string userName, string body) =>
        (await server.AsAdmin(new UploadSSHPublicKey.Request(userName, body))).SSHPublicKey;
}

[Collection<SharedServer>]
public sealed class UploadSSHPublicKeyTests(TestServer server)
{
    [Theory]
    [InlineData(SshKeys.Line)]
    [InlineData(SshKeys.Line + " alice@laptop")]
    [InlineData(SshKeys.Pem)]
    public async Task A_key_is_kept_as_it_was_given_with_the_fingerprint_that_OpenSSH_shows(string body)
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        var key = await server.Upload(name, body);

        Assert.Equal((name, body, SshKeys.Fingerprint, "Active"), (key.UserName, key.SSHPublicKeyBody, key.Fingerprint, key.Status));
        Assert.Matches("^APKA[A-Z2-7]{17}$", key.SSHPublicKeyId);
    }

    [Fact]
    public async Task The_same_key_twice_is_refused_however_it_is_written_but_for_another_user()
    {
        var (one, other) = ((await server.AddUser(server.NewName())).UserName, (await server.AddUser(server.NewName())).UserName);
        await server.Upload(one, SshKeys.Line);

        await Refused.With(
            "DuplicateSSHPublicKey", 400, $"The SSH public key is already associated with the user {one}.", () => server.Upload(one, SshKeys.Pem));

        await server.Upload(other, SshKeys.Pem);
    }

    [Fact]
    public async Task A_sixth_key_is_refused()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        for (var i = 0; i < 5; i++)
            await server.Upload(name, SshKeys.New());

        await Refused.With("LimitExceeded", 409, "Cannot exceed quota for SSHPublicKeysPerUser: 5", () => server.Upload(name, SshKeys.Line));
    }

    [Theory]
    [InlineData("ssh-rsa AAAA")]
    [InlineData("ssh-rsa no base64")]
    [InlineData("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCustnQ")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----")]
    public Task A_key_that_is_not_whole_or_not_RSA_is_refused(string body) => RefusedInvalid(body);

    [Fact]
    public async Task A_short_key_and_more_than_a_key_are_refused()
    {
        await RefusedInvalid(SshKeys.New(1024));
        await RefusedInvalid("ssh-rsa " + Convert.ToBase64String([.. Convert.FromBase64String(SshKeys.Line["ssh-rsa ".Length..]), 0]));
    }

    [Theory]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl")]
    [InlineData("---- BEGIN SSH2 PUBLIC KEY ----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("some-name")]
    public async Task Another_form_is_refused(string body)
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "UnrecognizedPublicKeyEncoding", 400, "The public key encoding format is unsupported or unrecognized. Upload ssh-rsa or PEM.",
            () => server.Upload(name, body));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UploadSSHPublicKey", server.UserArn("ghost"), new UploadSSHPublicKey.Request("ghost", SshKeys.Line));

    private async Task RefusedInvalid(string body)
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        await Refused.With(
            "InvalidPublicKey", 400, "The public key is malformed or otherwise invalid. Upload an RSA key of 2048 bits at least.",
            () => server.Upload(name, body));
    }
}

[Collection<SharedServer>]
public sealed class GetSSHPublicKeyTests(TestServer server)
{
    [Theory]
    [InlineData(SshKeys.Line + " alice@laptop")]
    [InlineData(SshKeys.Pem)]
    public async Task It_is_told_in_either_form(string body)
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var id = (await server.Upload(name, body)).SSHPublicKeyId;

        var line = (await server.AsAdmin(new GetSSHPublicKey.Request(name, id, GetSSHPublicKey.KeyEncoding.SSH))).SSHPublicKey;
        var pem = (await server.AsAdmin(new GetSSHPublicKey.Request(name, id, GetSSHPublicKey.KeyEncoding.PEM))).SSHPublicKey;

        Assert.Equal((SshKeys.Line, SshKeys.Pem), (line.SSHPublicKeyBody, pem.SSHPublicKeyBody));
        Assert.Equal(SshKeys.Fingerprint, pem.Fingerprint);
    }

    [Fact]
    public Task An_unknown_key_is_named() => Refused.With(
        "NoSuchEntity", 404, "The Public Key with id APKAIOSFODNN7EXAMPLE cannot be found.",
        () => server.AsAdmin(new GetSSHPublicKey.Request("admin", "APKAIOSFODNN7EXAMPLE", GetSSHPublicKey.KeyEncoding.SSH)));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:GetSSHPublicKey", server.UserArn("ghost"), new GetSSHPublicKey.Request("ghost", "APKAIOSFODNN7EXAMPLE", GetSSHPublicKey.KeyEncoding.SSH));
}

[Collection<SharedServer>]
public sealed class ListSSHPublicKeysTests(TestServer server)
{
    [Fact]
    public async Task Pages_have_every_key_once()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var ids = new[] { (await server.Upload(name, SshKeys.New())).SSHPublicKeyId, (await server.Upload(name, SshKeys.Line)).SSHPublicKeyId };

        var first = await server.AsAdmin(new ListSSHPublicKeys.Request(name, MaxItems: 1));
        var second = await server.AsAdmin(new ListSSHPublicKeys.Request(name, first.Marker, 1));

        Assert.Equal(ids.Order(StringComparer.Ordinal), first.SSHPublicKeys.Concat(second.SSHPublicKeys).Select(key => key.SSHPublicKeyId), StringComparer.Ordinal);
        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListSSHPublicKeys", server.UserArn("ghost"), new ListSSHPublicKeys.Request("ghost"));
}

[Collection<SharedServer>]
public sealed class UpdateSSHPublicKeyTests(TestServer server)
{
    [Fact]
    public async Task It_is_switched_off_and_on()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var id = (await server.Upload(name, SshKeys.Line)).SSHPublicKeyId;

        await server.AsAdmin(new UpdateSSHPublicKey.Request(name, id, AccessKeyStatus.Inactive));
        Assert.Equal("Inactive", Assert.Single((await server.AsAdmin(new ListSSHPublicKeys.Request(name))).SSHPublicKeys).Status);

        await server.AsAdmin(new UpdateSSHPublicKey.Request(name, id, AccessKeyStatus.Active));
        Assert.Equal("Active", Assert.Single((await server.AsAdmin(new ListSSHPublicKeys.Request(name))).SSHPublicKeys).Status);
    }

    [Fact]
    public async Task A_key_of_somebody_else_is_none()
    {
        var id = (await server.Upload((await server.AddUser(server.NewName())).UserName, SshKeys.Line)).SSHPublicKeyId;

        await Refused.With(
            "NoSuchEntity", 404, $"The Public Key with id {id} cannot be found.",
            () => server.AsAdmin(new UpdateSSHPublicKey.Request("admin", id, AccessKeyStatus.Inactive)));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UpdateSSHPublicKey", server.UserArn("ghost"), new UpdateSSHPublicKey.Request("ghost", "APKAIOSFODNN7EXAMPLE", AccessKeyStatus.Inactive));
}

[Collection<SharedServer>]
public sealed class DeleteSSHPublicKeyTests(TestServer server)
{
    [Fact]
    public async Task A_user_is_not_deleted_before_its_keys()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var id = (await server.Upload(name, SshKeys.Line)).SSHPublicKeyId;

        await Refused.With(
            "DeleteConflict", 409, "Cannot delete entity, must remove referenced objects first.", () => server.AsAdmin(new DeleteUser.Request(name)));

        await server.AsAdmin(new DeleteSSHPublicKey.Request(name, id));
        Assert.Empty((await server.AsAdmin(new ListSSHPublicKeys.Request(name))).SSHPublicKeys);
        await server.AsAdmin(new DeleteUser.Request(name));
    }

    [Fact]
    public Task An_unknown_key_is_named() => Refused.With(
        "NoSuchEntity", 404, "The Public Key with id APKAIOSFODNN7EXAMPLE cannot be found.",
        () => server.AsAdmin(new DeleteSSHPublicKey.Request("admin", "APKAIOSFODNN7EXAMPLE")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteSSHPublicKey", server.UserArn("ghost"), new DeleteSSHPublicKey.Request("ghost", "APKAIOSFODNN7EXAMPLE"));
}
