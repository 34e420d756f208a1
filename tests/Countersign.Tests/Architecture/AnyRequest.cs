using Countersign.Authorize;
using Countersign.Mfa;
using Countersign.Mfa.Passkeys;
using Countersign.Otp;
using Countersign.SignIn;

namespace Countersign.Tests.Architecture;

/// <summary>Makes a request of any operation: what is required has some well-formed value, what is optional is left out.</summary>
internal static class AnyRequest
{
    public static object Of(Type requestType)
    {
        var constructor = requestType.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(p => p.HasDefaultValue ? p.DefaultValue : Value(p.ParameterType))]);
    }

    private static object Value(Type type)
    {
        if (type == typeof(string))
            return "some-name";
        if (type == typeof(SerialNumber))
            return SerialNumber.Parse("arn:aws:iam::123456789012:mfa/some-name");
        if (type == typeof(OneTimeCode))
            return OneTimeCode.TryParse("123456", out var code) ? code : throw new InvalidOperationException();
        if (type == typeof(WebIdentityToken))
            return new WebIdentityToken("some-token");
        if (type == typeof(ReceivedRequest))
            return new ReceivedRequest("GET", "/", [], new byte[32]);
        if (type == typeof(Password))
            return Password.TryParse("Some-passw0rd!")!;
        if (type == typeof(RecoveryCode))
            return RecoveryCode.Generate(RecoveryCodeKind.Own);
        if (type == typeof(MfaDemands))
            return new MfaDemands(null, false, false, []);
        if (type == typeof(PasskeyAssertion))
            return PasskeyAssertion.Parse("""{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}""");
        if (type == typeof(PasskeyRegistration))
            return PasskeyRegistration.Parse("""{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AA"}}""");
        if (type == typeof(SealedChallenge))
            return SealedChallenge.Parse("AA");
        if (type == typeof(IReadOnlyList<Tag>))
            return new Tag[] { new("some-key", "some-value") };
        if (type == typeof(IReadOnlyList<string>))
            return new[] { "some-key" };
        if (type == typeof(Stream))
            return Stream.Null;
        if (type == typeof(Countersign.Mfa.Tokens.TokenFile))
            return new Countersign.Mfa.Tokens.LocalTokenFile("any", Stream.Null);
        if (type == typeof(Countersign.Otp.SeedFiles.SeedFileKeys))
            return Countersign.Otp.SeedFiles.SeedFileKeys.None;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return Array.CreateInstance(type.GetGenericArguments()[0], 0);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(type.GetGenericArguments()))!;
        return type.IsValueType ? Activator.CreateInstance(type)! : throw new NotSupportedException($"No value of {type}: add one here.");
    }
}
