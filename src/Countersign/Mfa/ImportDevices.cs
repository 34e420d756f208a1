using Countersign.Otp.Exports;

namespace Countersign.Mfa;

/// <summary>Takes over authenticator apps that users had elsewhere: the seeds come from another program's export, and sign-in asks for their codes from now on.</summary>
/// <remarks>
/// Nobody types a code, so the seeds are believed: for whoever moves a server, on the command line. All or nothing,
/// unless refused rows are to be left out; done twice, it changes nothing the second time.
/// </remarks>
public sealed class ImportDevices : IOperation<ImportDevices.Request, ImportDevices.Response>
{
    private readonly MfaOptions _options;

    internal ImportDevices(MfaOptions options) => _options = options;

    /// <summary>What is taken over.</summary>
    /// <param name="Rows">The entries of the export.</param>
    /// <param name="Users">Users by the account names of the export; where none is given, the account's name, or its part before the @, must be a user's.</param>
    /// <param name="Apply">False for a dry run: what would become of each row, and nothing is stored.</param>
    /// <param name="SkipRefused">Whether the good rows are stored although others are refused.</param>
    public sealed record Request(
        IReadOnlyList<ExportRow> Rows, IReadOnlyDictionary<string, string> Users, bool Apply, bool SkipRefused = false) : IRequest<Response>
    {
        /// <summary>How many entries there are, for the audit log; the rows themselves never get there.</summary>
        public int Count => Rows.Count;
    }

    /// <summary>What has become of it.</summary>
    /// <param name="Fates">One for each row, in their order.</param>
    /// <param name="IsStored">Whether anything was stored.</param>
    public sealed record Response(IReadOnlyList<Fate> Fates, bool IsStored);

    /// <summary>What becomes of a row.</summary>
    /// <param name="Where">Where it stands in the export.</param>
    /// <param name="Name">What it is called there.</param>
    /// <param name="UserName">Who has it now; null when refused.</param>
    /// <param name="DeviceName">Its name here; null when refused, or when the user has it already.</param>
    /// <param name="Refusal">Why it is not taken over; null when it is, or when the user has it already.</param>
    public sealed record Fate(string Where, string Name, string? UserName, string? DeviceName, string? Refusal);

    /// <inheritdoc/>
    public static string Action => "countersign:ImportDevices";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    public async Task<Response> Execute(Request request, Call call)
    {
        var plan = new ImportPlan(request, call, _options);
        foreach (var row in request.Rows)
            await plan.Add(row);

        var store = request.Apply && (request.SkipRefused || plan.Fates.All(fate => fate.Refusal is null)) && plan.Additions.Count > 0;
        if (store)
            await Store(plan.Additions, call);
        return new Response(plan.Fates, store);
    }

    private static async Task Store(IReadOnlyList<ImportPlan.Addition> additions, Call call)
    {
        foreach (var (user, device, secret) in additions)
        {
            if (!await call.Store.MfaDevices.Add(device, secret) || !await call.Store.MfaDevices.Give(device, user.UserId, call.Now))
                throw IamErrors.DeviceInUse();
        }

        foreach (var user in additions.Select(addition => addition.User).DistinctBy(user => user.UserId, StringComparer.Ordinal))
            await Revocation.EndOtherSessions(user, call);    // they were begun with the password alone
        await call.Store.Accounts.BumpRevision(call.AccountId);
    }
}
