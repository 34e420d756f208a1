using System.Security.Cryptography;
using Countersign.Otp.Exports;
using Countersign.Storage;

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
        var plan = new Plan(request, call, _options);
        foreach (var row in request.Rows)
            await plan.Add(row);

        var store = request.Apply && (request.SkipRefused || plan.Fates.All(fate => fate.Refusal is null)) && plan.Additions.Count > 0;
        if (store)
            await Store(plan.Additions, call);
        return new Response(plan.Fates, store);
    }

    private static async Task Store(IReadOnlyList<Addition> additions, Call call)
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

    private sealed record Addition(User User, MfaDevice Device, ReadOnlyMemory<byte> Secret);

    /// <summary>What will be stored, found out before anything is.</summary>
    private sealed class Plan(Request request, Call call, MfaOptions options)
    {
        private readonly Dictionary<string, Taken> _taken = new(StringComparer.Ordinal);

        public List<Fate> Fates { get; } = [];

        public List<Addition> Additions { get; } = [];

        public async Task Add(ExportRow row)
        {
            if (row.Account is not { } account)
            {
                Refuse(row, row.Refusal!);
                return;
            }

            if (await FindUser(account.Account) is not { } user)
            {
                Refuse(row, $"there is no user for \"{account.Account}\": name one with --map \"{account.Account}=USER\"");
                return;
            }

            if (!_taken.TryGetValue(user.UserId, out var taken))
                _taken[user.UserId] = taken = await Taken.Of(user, call);
            if (taken.Has(account.Secret.Span))
            {
                Fates.Add(new Fate(row.Where, row.Name, user.UserName, null, null));
                return;
            }

            if (taken.Count >= options.DevicesPerUser)
            {
                Refuse(row, $"{user.UserName} would have more than {options.DevicesPerUser} devices");
                return;
            }

            var name = await FreeName(user, account, taken);
            Additions.Add(new Addition(user, DeviceOf(user, name, account), account.Secret));
            taken.Add(name, account.Secret);
            Fates.Add(new Fate(row.Where, row.Name, user.UserName, name, null));
        }

        private void Refuse(ExportRow row, string reason) => Fates.Add(new Fate(row.Where, row.Name, null, null, reason));

        private async Task<User?> FindUser(string account)
        {
            if (request.Users.TryGetValue(account, out var named))
                return await call.Store.Users.Find(call.AccountId, named);
            return await call.Store.Users.Find(call.AccountId, account)
                ?? await call.Store.Users.Find(call.AccountId, account.Split('@')[0]);
        }

        private async Task<string> FreeName(User user, ExportedAccount account, Taken taken)
        {
            var stem = DeviceName.From(account.Issuer.Length > 0 ? account.Issuer : "authenticator");
            for (var number = 1; ; number++)
            {
                var name = number == 1 ? stem : $"{stem}-{number}";
                if (!taken.HasName(name) && await call.Store.MfaDevices.Find(call.AccountId, SerialOf(user, name)) is null)
                    return name;
            }
        }

        private MfaDevice DeviceOf(User user, string name, ExportedAccount account) =>
            VirtualDevice.New(call.AccountId, SerialOf(user, name), name, call.Now) with
            {
                Parameters = account.Parameters.Write(),
                NextStep = account.Counter,
            };

        private string SerialOf(User user, string name) => Arn.OfVirtualDevice(call.AccountId, $"/{user.UserName}/", name);
    }

    /// <summary>What a user has, and will have by earlier rows.</summary>
    private sealed class Taken(List<byte[]> secrets, HashSet<string> names, int count)
    {
        public int Count { get; private set; } = count;

        public static async Task<Taken> Of(User user, Call call)
        {
            var devices = await call.Store.MfaDevices.Of(user.UserId);
            var secrets = new List<byte[]>();
            foreach (var device in devices.Where(device => SecondFactor.Of(device) is VirtualDevice))
                secrets.Add(await call.Store.MfaDevices.Secret(device));
            return new Taken(secrets, devices.Select(device => device.Name).ToHashSet(StringComparer.OrdinalIgnoreCase), devices.Count);
        }

        public bool Has(ReadOnlySpan<byte> secret)
        {
            foreach (var known in secrets)
            {
                if (CryptographicOperations.FixedTimeEquals(known, secret))
                    return true;
            }

            return false;
        }

        public bool HasName(string name) => names.Contains(name);

        public void Add(string name, ReadOnlyMemory<byte> secret)
        {
            names.Add(name);
            secrets.Add(secret.ToArray());
            Count++;
        }
    }
}
