namespace Countersign.SignIn;

/// <summary>The first step of signing in to the console: account, user name, password.</summary>
/// <remarks>Unknown account, unknown user, no login profile and wrong password are one answer in one time: a hash is computed for each.</remarks>
public sealed class SignInWithPassword : IOperation<SignInWithPassword.Request, SignInAnswer>
{
    private const int LongestName = 128;

    private readonly PasswordHasher _hasher;
    private SignInFacts? _facts;
    private PasswordVerdict _verdict;
    private string? _rehashed;

    internal SignInWithPassword(PasswordHasher hasher) => _hasher = hasher;

    /// <summary>Who says to be whom.</summary>
    /// <param name="Account">12 digits, with or without dashes, or the alias.</param>
    /// <param name="UserName">In any case.</param>
    /// <param name="Password">As typed.</param>
    public sealed record Request(string Account, string UserName, Password Password) : IRequest<SignInAnswer>;

    /// <inheritdoc/>
    public static string Action => "countersign:SignInWithPassword";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    public Task<Attempt?> Attempts(Request request, Call call) => Task.FromResult<Attempt?>(
        new Attempt([Attempt.OfPassword(NameOf(request), call.Facts.CountedSource)], SignInErrors.TooManyPasswords));

    /// <inheritdoc/>
    public async Task Read(Request request, Call call) =>
        _facts = await SignInFacts.OfName(call.Store, request.Account.Trim(), NameOf(request));

    /// <inheritdoc/>
    public async Task Prepare(Request request, Call call)
    {
        _verdict = await _hasher.Verify(request.Password, _facts?.Profile?.PasswordHash);
        if (_verdict == PasswordVerdict.RightButOldHash)
            _rehashed = await _hasher.Hash(request.Password);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">SignInRefused.</exception>
    public async Task<SignInAnswer> Execute(Request request, Call call)
    {
        if (_verdict == PasswordVerdict.Wrong || _facts is not { Profile: { } profile })
            throw SignInErrors.Refused();
        if (_facts.Rules.IsHardExpired(profile, call.Now) && !profile.ResetRequired)
            throw SignInErrors.PasswordExpired();

        var answer = await NextStep.AfterPassword(_facts, call);
        if (_rehashed is not null)
            await call.Store.LoginProfiles.Rehash(profile, _rehashed);
        return answer;
    }

    // One spelling for the counter and for the search, or each blank around a name would bring new tries.
    private static string NameOf(Request request)
    {
        var name = request.UserName.Trim();
        return name.Length <= LongestName ? name : name[..LongestName];
    }
}
