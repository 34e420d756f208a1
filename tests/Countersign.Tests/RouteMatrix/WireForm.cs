using System.Reflection;
using Countersign.Otp;

namespace Countersign.Tests.RouteMatrix;

/// <summary>The required parameters of an action and its passwords, each of the right form and about nothing that exists.</summary>
internal static class WireForm
{
    public static (string Name, string Value)[] Of(Type requestType) => [.. requestType.GetConstructors()
        .OrderByDescending(constructor => constructor.GetParameters().Length).First().GetParameters()
        .Where(parameter => !parameter.HasDefaultValue || parameter.ParameterType == typeof(Password))
        .SelectMany(Fields)];

    private static (string, string)[] Fields(ParameterInfo parameter)
    {
        var name = parameter.Name!;
        if (parameter.ParameterType == typeof(IReadOnlyList<Tag>))
            return [($"{name}.member.1.Key", "some-key"), ($"{name}.member.1.Value", "some-value")];
        if (name == "ThumbprintList")
            return [($"{name}.member.1", new string('a', 40))];
        if (parameter.ParameterType == typeof(IReadOnlyList<string>))
            return [($"{name}.member.1", "some-key")];
        return [(name, Value(parameter))];
    }

    private static string Value(ParameterInfo parameter) => parameter.Name switch
    {
        "PolicyArn" or "PermissionsBoundary" => "arn:aws:iam::aws:policy/NoSuchPolicy",
        "RoleArn" => "arn:aws:iam::123456789012:role/some-name",
        "OpenIDConnectProviderArn" => "arn:aws:iam::123456789012:oidc-provider/idp.example.com",
        "Url" => "https://idp.example.com",
        "PolicySourceArn" => "arn:aws:iam::123456789012:user/some-name",
        "AccessKeyId" => "AKIAIOSFODNN7EXAMPLE",
        "VersionId" => "v1",
        "SSHPublicKeyId" => "APKAIOSFODNN7EXAMPLE",
        "Encoding" => "SSH",
        "Status" => "Active",
        _ when parameter.ParameterType == typeof(SerialNumber) => "arn:aws:iam::123456789012:mfa/some-name",
        _ when parameter.ParameterType == typeof(OneTimeCode) => "123456",
        _ => "some-name",
    };
}
