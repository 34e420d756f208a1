namespace Countersign.Mfa;

/// <summary>Sets what the account demands of second factors, all of it.</summary>
/// <remarks>
/// In force at once: a session without MFA ends as soon as MFA is required, its user's next sign-in leads through enrolment. The
/// audit event says what was and what is.
/// </remarks>
public sealed class UpdateMfaSettings : IOperation<UpdateMfaSettings.Request, MfaDemands>
{
    /// <summary>The change.</summary>
    /// <param name="Demands">What is demanded from now on.</param>
    /// <param name="Seen">What was demanded when the caller looked: nobody overwrites what somebody else has changed since.</param>
    public sealed record Request(MfaDemands Demands, MfaDemands Seen) : IRequest<MfaDemands>
    {
        /// <summary>What was, in words: for the audit log.</summary>
        public string Before => Seen.ToString();

        /// <summary>What is, in words: for the audit log.</summary>
        public string After => Demands.ToString();
    }

    /// <inheritdoc/>
    public static string Action => "countersign:UpdateMfaSettings";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        Task.FromResult<IReadOnlyList<Need>>([new Need(Action, "*") { FreshProof = true }]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: an AAGUID is no UUID. ConcurrentModification: somebody else was quicker.</exception>
    public async Task<MfaDemands> Execute(Request request, Call call)
    {
        var (wanted, seen) = (request.Demands.ToStored(), request.Seen.ToStored());
        if (await call.Store.Accounts.MfaSettings(call.AccountId) != seen)
            throw MfaErrors.SettingsChanged();
        await call.Store.Accounts.SetMfaSettings(call.AccountId, wanted);
        return MfaDemands.Of(wanted);
    }
}
