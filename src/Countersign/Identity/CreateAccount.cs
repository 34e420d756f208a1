using System.Text.RegularExpressions;
using Countersign.SignIn;

namespace Countersign.Identity;

/// <summary>Makes another account on this server, with an administrator of its own: <c>countersign accounts create</c>.</summary>
public sealed partial class CreateAccount : IOperation<CreateAccount.Request, CreateAccount.Response>
{
    private readonly PasswordHasher _hasher;
    private readonly Password _password = Password.Generate();
    private string? _hash;

    internal CreateAccount(PasswordHasher hasher) => _hasher = hasher;

    /// <summary>Which account.</summary>
    /// <param name="AccountId">12 digits; made up when left out.</param>
    /// <param name="Alias">3 to 63 lower-case letters, digits and dashes, no dash at either end; null for none.</param>
    public sealed record Request(string? AccountId = null, string? Alias = null) : IRequest<Response>;

    /// <summary>The account and its administrator, told once.</summary>
    /// <param name="AccountId">12 digits.</param>
    /// <param name="UserName">The administrator.</param>
    /// <param name="Password">One-time: must be changed at the first sign-in.</param>
    /// <param name="AccessKeyId">The administrator's key.</param>
    /// <param name="SecretAccessKey">Its secret.</param>
    public sealed record Response(string AccountId, string UserName, Password Password, string AccessKeyId, string SecretAccessKey)
    {
        /// <summary>Does not show the secrets.</summary>
        public override string ToString() => $"account {AccountId}";
    }

    /// <inheritdoc/>
    public static string Action => "countersign:CreateAccount";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    public async Task Prepare(Request request, Call call) => _hash = await _hasher.Hash(_password);

    /// <inheritdoc/>
    /// <exception cref="ApiError">AccessDenied: not at the command line; ValidationError; EntityAlreadyExists.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (call.Caller is not LocalOperator)
            throw IamErrors.AccountsAreTheOperators();
        if (request.AccountId is { } id && !AccountId.IsMatch(id))
            throw IamErrors.BadAccountId(id);
        if (request.Alias is { } alias && (!AccountAlias.IsMatch(alias) || AccountId.IsMatch(alias)))    // 12 digits would be another account's id
            throw IamErrors.BadAccountAlias(alias);
        if (request.AccountId is { } taken && await call.Store.Accounts.Find(taken) is not null)
            throw IamErrors.AccountExists(taken);
        if (request.Alias is { } named && await call.Store.Accounts.FindByIdOrAlias(named) is not null)
            throw IamErrors.AliasExists(named);
        var made = await NewAccount.MakeBeside(call.Store, request.AccountId ?? NewAccount.RandomId(), request.Alias, _hash!, call.Now);
        return new Response(made.AccountId, Bootstrap.AdministratorName, _password, made.AccessKeyId, made.SecretAccessKey);
    }

    [GeneratedRegex(@"\A[0-9]{12}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AccountId { get; }

    // The service model's pattern of accountAliasType.
    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AccountAlias { get; }
}
