namespace Countersign.Mfa;

/// <summary>Tells what the account demands of second factors.</summary>
public sealed class GetMfaSettings : IOperation<GetMfaSettings.Request, MfaDemands>
{
    /// <summary>Nothing to ask.</summary>
    public sealed record Request : IRequest<MfaDemands>;

    /// <inheritdoc/>
    public static string Action => "countersign:GetMfaSettings";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    public async Task<MfaDemands> Execute(Request request, Call call) => MfaDemands.Of(await call.Store.Accounts.MfaSettings(call.AccountId));
}
