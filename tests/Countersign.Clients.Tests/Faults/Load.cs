using System.Globalization;
using System.Net;
using Countersign.Tests;

namespace Countersign.Clients.Tests.Faults;

/// <summary>Administrators and users at work, several at once, until they are stopped or nobody answers.</summary>
internal sealed class Load(Ledger ledger, HttpClient http, FirstStart first, ConsoleVisitor console)
{
    private const string Document = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}}""";
    private static int _names;

    private readonly SignedClient _admin = new(http, new Uri(first.ConsoleUrl), first.AccessKeyId, first.SecretAccessKey);

    /// <summary>The time as the servers and their clients have it.</summary>
    public static DateTimeOffset Now =>
#pragma warning disable RS0030 // the process that is tested has the real clock
        TimeProvider.System.GetUtcNow();
#pragma warning restore RS0030

    /// <summary>Works until stopped. Whoever gets no answer goes to the next node, or home where there is none.</summary>
    /// <param name="nodes">Where to send requests, the first first.</param>
    /// <param name="stop">The end of work.</param>
    public Task Run(IReadOnlyList<Uri> nodes, CancellationToken stop) => Task.WhenAll(
    [
        .. Enumerable.Range(0, 3).Select(worker => Work(nodes, node => Users(_admin.At(node), worker), stop)),
        Work(nodes, node => Codes(_admin.At(node)), stop),
        Work(nodes, Batches, stop),
    ]);

    private static async Task Work(IReadOnlyList<Uri> nodes, Func<Uri, Task> round, CancellationToken stop)
    {
        foreach (var node in nodes)
        {
            try
            {
                while (!stop.IsCancellationRequested)
                    await round(node);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
                // it answers no more
            }
        }
    }

    private async Task Users(SignedClient admin, int worker)
    {
        var name = NewName("user");
        if (!await Granted(admin.Iam(Now, "CreateUser", ("UserName", name))))
            return;
        ledger.Created(name);
        if (!await Granted(admin.Iam(Now, "PutUserPolicy", ("UserName", name), ("PolicyName", "load"), ("PolicyDocument", Document))))
            return;
        ledger.HasPolicy(name);
        if (worker > 0)
            return;
        ledger.Deleting(name);
        if (await Granted(admin.Iam(Now, "DeleteUserPolicy", ("UserName", name), ("PolicyName", "load")))
            && await Granted(admin.Iam(Now, "DeleteUser", ("UserName", name))))
        {
            ledger.Deleted(name);
        }
    }

    private async Task Codes(SignedClient admin)
    {
        if (await UserWithDevice(admin) is not var (client, serial, seed))
            return;
        var now = Now;
        var code = new Phone(seed).CodeAt(now.AddSeconds(30));
        if (await Granted(client.Sts(now, "GetSessionToken", ("SerialNumber", serial), ("TokenCode", code))))
            ledger.Accepted(new Ledger.SpentCode(client, serial, code, now.AddSeconds(30).ToUnixTimeSeconds() / 30));
    }

    /// <summary>A new user with an access key and a device whose code of the next step is fresh; null when something was refused.</summary>
    public async Task<(SignedClient Client, string Serial, string Seed)?> UserWithDevice(SignedClient admin)
    {
        var name = NewName("phone");
        if (!await Granted(admin.Iam(Now, "CreateUser", ("UserName", name))))
            return null;
        ledger.Created(name);
        var key = await admin.Iam(Now, "CreateAccessKey", ("UserName", name));
        var device = await admin.Iam(Now, "CreateVirtualMFADevice", ("VirtualMFADeviceName", name));
        if (!await Granted(Task.FromResult(key)) || !await Granted(Task.FromResult(device)))
            return null;
        var seed = System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(device.Between("Base32StringSeed")!));
        var serial = device.Between("SerialNumber")!;
        var phone = new Phone(seed);
        var now = Now;
        return await Granted(admin.Iam(
                now, "EnableMFADevice", ("UserName", name), ("SerialNumber", serial),
                ("AuthenticationCode1", phone.CodeAt(now.AddSeconds(-30))), ("AuthenticationCode2", phone.CodeAt(now))))
            ? (new SignedClient(http, admin.Address, key.Between("AccessKeyId")!, key.Between("SecretAccessKey")!), serial, seed)
            : null;
    }

    // One form, one transaction: user, password and policy.
    private async Task Batches(Uri node)
    {
        var name = NewName("batch");
        using var answer = await console.Post(
            node, "/users/create", ("UserName", name), ("ConsoleAccess", "yes"), ("PasswordKind", "own"), ("Password", "Correct-horse-9"));
        if (answer.StatusCode == HttpStatusCode.SeeOther)
            ledger.Created(name);
        else
            ledger.Refused((int)answer.StatusCode);
    }

    private async Task<bool> Granted(Task<SignedClient.Answer> call)
    {
        var answer = await call;
        if (answer.Status != 200)
            ledger.Refused(answer.Status);
        return answer.Status == 200;
    }

    private static string NewName(string stem) => string.Create(CultureInfo.InvariantCulture, $"{stem}-{Interlocked.Increment(ref _names)}");
}
