using System.Security.Cryptography;
using Countersign.Otp.Exports;
using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>What will be stored, found out before anything is.</summary>
internal sealed class ImportPlan(ImportDevices.Request request, Call call, MfaOptions options)
{
    private readonly Dictionary<string, Taken> _taken = new(StringComparer.Ordinal);

    public List<ImportDevices.Fate> Fates { get; } = [];

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
            Fates.Add(new ImportDevices.Fate(row.Where, row.Name, user.UserName, null, null));
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
        Fates.Add(new ImportDevices.Fate(row.Where, row.Name, user.UserName, name, null));
    }

    private void Refuse(ExportRow row, string reason) => Fates.Add(new ImportDevices.Fate(row.Where, row.Name, null, null, reason));

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

    /// <summary>A device that will be stored.</summary>
    /// <param name="User">Whose it will be.</param>
    /// <param name="Device">As it will be stored.</param>
    /// <param name="Secret">Its seed.</param>
    internal sealed record Addition(User User, MfaDevice Device, ReadOnlyMemory<byte> Secret)
    {
        /// <summary>Does not show the seed.</summary>
        public override string ToString() => Device.SerialNumber;
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
