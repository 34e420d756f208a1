using Countersign.Mfa.Passkeys;
using Countersign.SignIn;
using Countersign.Storage;

namespace Countersign.Tests;

/// <summary>A browser at the console's operations: keeps the cookie's token from step to step.</summary>
internal sealed class Browser(TestServer server, string sourceIp = "203.0.113.7")
{
    public string? Token { get; private set; }

    public DateTimeOffset Now => server.Clock.GetUtcNow();

    /// <summary>The same browser, whose next requests another node answers.</summary>
    public Browser On(TestServer node) => new(node, sourceIp) { Token = Token };

    public IProof Session => new SessionProof(Token!, new SignInOptions(), server.Service<LastUsed>());

    public async Task<SignInStep> Password(string userName, Password password, string? account = null)
    {
        var answer = await Run(new NoProof(), new SignInWithPassword.Request(account ?? server.Admin.AccountId, userName, password));
        Token = answer.Token;
        return answer.Step;
    }

    public async Task<SignInStep> Code(Countersign.Otp.Passcode code, Countersign.Otp.Passcode? next = null)
    {
        var answer = await Run(new PendingProof(Token!), new SignInWithCode.Request(code, NextCode: next));
        Token = answer.Token ?? Token;
        return answer.Step;
    }

    /// <summary>Takes the second step with a passkey.</summary>
    /// <param name="key">The authenticator.</param>
    /// <param name="change">What is wrong with its answer, if anything.</param>
    public async Task<SignInStep> Passkey(SoftKey key, Func<SoftKey.Using, SoftKey.Using>? change = null)
    {
        var asked = await Run(new PendingProof(Token!), new StartPasskeySignIn.Request());
        var assertion = PasskeyAssertion.Parse(key.Get(asked.Options!, change));
        var answer = await Run(new PendingProof(Token!), new SignInWithPasskey.Request(assertion, asked.Challenge!));
        Token = answer.Token ?? Token;
        return answer.Step;
    }

    public async Task<SignInStep> Recovery(RecoveryCode code)
    {
        var answer = await Run(new PendingProof(Token!), new SignInWithRecoveryCode.Request(code));
        Token = answer.Token ?? Token;
        return answer.Step;
    }

    /// <summary>Signs in with a passkey alone.</summary>
    public async Task<SignInStep> PasskeyAlone(SoftKey key, Func<SoftKey.Using, SoftKey.Using>? change = null)
    {
        var asked = await Run(new NoProof(), new StartPasskeySignIn.Request());
        var assertion = PasskeyAssertion.Parse(key.Get(asked.Options!, change));
        var answer = await Run(new NoProof(), new SignInWithDiscoverablePasskey.Request(assertion, asked.Challenge!));
        Token = answer.Token;
        return answer.Step;
    }

    public async Task<SignInStep> NewPassword(Password password)
    {
        var answer = await Run(new PendingProof(Token!), new ChooseNewPassword.Request(password));
        Token = answer.Token;
        return answer.Step;
    }

    public async Task ProveAgain(Password password, Countersign.Otp.OneTimeCode? code = null, RecoveryCode? recovery = null) =>
        Token = (await Run(Session, new ProveAgain.Request(password, code, Recovery: recovery))).Token;

    /// <summary>Proves again with a passkey; without password where that is null.</summary>
    public async Task ProveAgain(Password? password, SoftKey key, Func<SoftKey.Using, SoftKey.Using>? change = null)
    {
        var asked = await Run(Session, new StartPasskeySignIn.Request());
        var assertion = PasskeyAssertion.Parse(key.Get(asked.Options!, change));
        Token = (await Run(Session, new ProveAgain.Request(password, Assertion: assertion, Challenge: asked.Challenge))).Token;
    }

    public Task<T> Run<T>(IRequest<T> request) => Run(Session, request);

    public Task<GetSession.Response> Who() => Run(Session, new GetSession.Request());

    private Task<T> Run<T>(IProof proof, IRequest<T> request) =>
        server.Service<Pipeline>().Run(proof, request, TestServer.Facts(sourceIp));
}
