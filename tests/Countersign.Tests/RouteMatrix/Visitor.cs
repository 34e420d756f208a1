using System.Net;
using System.Text.RegularExpressions;
using Countersign.Console.Frame;
using Countersign.Identity;
using Countersign.Mfa;
using Countersign.SignIn;
using Countersign.Storage;

namespace Countersign.Tests.RouteMatrix;

/// <summary>A user of their own, who may manage themselves and no more, and a browser that stands somewhere on the way in.</summary>
internal sealed partial class Visitor : IDisposable
{
    public const string PasswordText = "Correct-horse-9";

    private static readonly RecoveryCode Recovery = RecoveryCode.Generate(RecoveryCodeKind.Own);
    private static readonly TimeSpan TooLong = TimeSpan.FromHours(2);

    private readonly TestServer _server;
    private readonly HttpClient _client;
    private readonly PhoneApp? _phone;
    private readonly PhoneApp _unfinished;
    private readonly string _accessKeyId;
    private readonly SoftKey _passkey;
    private readonly SoftKey _newPasskey;

    private Visitor(
        TestServer server, User user, PhoneApp? phone, SoftKey passkey, PhoneApp unfinished, string accessKeyId, CookieContainer cookies)
    {
        (_server, User, _phone, _passkey, _unfinished, _accessKeyId) = (server, user, phone, passkey, unfinished, accessKeyId);
        _newPasskey = PasskeyUser.At(server, new SoftKey());
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = server.Url };
        _client.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public User User { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Makes the user and puts the browser where it shall stand, straight into the tables.</summary>
    /// <param name="server">The server.</param>
    /// <param name="standing">How far the visitor has come.</param>
    /// <param name="passwordHash">The hash of <see cref="PasswordText"/>: computing it takes longer than all the rest.</param>
    public static async Task<Visitor> Come(TestServer server, Standing standing, string passwordHash)
    {
        var user = await server.AddUser(server.NewName("visitor"));
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy("SelfManageCredentials")));
        var key = (await server.AsAdmin(new CreateAccessKey.Request(user.UserName))).AccessKey.AccessKeyId;
        var (phone, passkey) = ((PhoneApp?)null, PasskeyUser.At(server, new SoftKey()));
        if (standing is not (Standing.PasswordOnly or Standing.Enrolling))
        {
            await new PasskeyUser(server, user.UserName, passkey).Register(await AsConsole.Open(server, user.UserName));
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            phone = await AddDevice(server, user.UserName);    // the younger one, so the code is asked for first
        }

        var now = server.Clock.GetUtcNow();
        var token = UniqueId.OfCookie();
        var cookies = new CookieContainer();
        var (unfinished, secret) = Unfinished(user, token, now);
        await server.Database.Write(
            async store =>
            {
                await store.LoginProfiles.Add(new LoginProfile
                {
                    UserId = user.UserId,
                    AccountId = user.AccountId,
                    PasswordHash = passwordHash,
                    ResetRequired = false,
                    CreatedAt = now,
                    ChangedAt = now,
                });
                await store.MfaDevices.Add(unfinished, secret);
                if (phone is not null)
                {
                    var salt = RecoveryCode.NewSalt();
                    await store.RecoveryCodes.Replace(user, RecoveryCodeKind.Own, salt, [Recovery.HashWith(salt)], null, now);
                }

                await Stand(standing, store, user, phone, token, now);
                return Nothing.Value;
            },
            Cancellation);

        if (Cookie(standing) is { } name)
            cookies.Add(server.Url, new Cookie($"countersign-{name}-{server.Url.Port}", token));
        return new Visitor(server, user, phone, passkey, App(SerialNumber.Parse(unfinished.SerialNumber), secret), key, cookies);
    }

    /// <summary>The address that a route's pattern becomes for this visitor's own things.</summary>
    public string Address(string pattern) => (pattern.EndsWith("/assign/passkey", StringComparison.Ordinal) ? pattern + "?DeviceName=tablet" : pattern)
        .Replace("{name}", Uri.EscapeDataString(User.UserName), StringComparison.Ordinal)
        .Replace("{key}", _accessKeyId, StringComparison.Ordinal)
        .Replace("{device}", Links.Segment(DeviceAt(pattern).Serial), StringComparison.Ordinal)
        .Replace("{user}", Uri.EscapeDataString(User.UserName), StringComparison.Ordinal)
        .Replace("{policy}", "some-policy", StringComparison.Ordinal)
        .Replace("{arn}", Links.Segment(Arn.OfBuiltInPolicy("IAMReadOnlyAccess")), StringComparison.Ordinal)
        .Replace("{version}", "v1", StringComparison.Ordinal)
        .Replace("{upload}", "no-such-upload", StringComparison.Ordinal)
        .Replace("{**path}", "nowhere", StringComparison.Ordinal);

    /// <summary>Asks for a route with everything right that a form may ask for, its antiforgery token too.</summary>
    public async Task<Outcome> Ask(string method, string pattern, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Address(pattern));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (method == "POST")
            request.Content = new FormUrlEncodedContent(await Fields(pattern, withToken: true));
        using var answer = await _client.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return Read(answer, text);
    }

    /// <summary>The status of a form that is sent without antiforgery token.</summary>
    public async Task<HttpStatusCode> Forge(string pattern)
    {
        using var body = new FormUrlEncodedContent(await Fields(pattern, withToken: false));
        using var answer = await _client.PostAsync(Address(pattern), body, Cancellation);
        return answer.StatusCode;
    }

    public void Dispose()
    {
        _client.Dispose();
        _passkey.Dispose();
        _newPasskey.Dispose();
    }

    /// <summary>A device as the console makes it: under its user's path.</summary>
    private static async Task<PhoneApp> AddDevice(TestServer server, string userName)
    {
        var phone = new PhoneApp((await server.AsAdmin(new CreateVirtualMFADevice.Request("phone", $"/{userName}/"))).VirtualMFADevice);
        var now = server.Clock.GetUtcNow();
        await server.AsAdmin(new EnableMFADevice.Request(userName, phone.Serial, phone.CodeAt(now), phone.CodeAt(now + PhoneApp.Step)));
        server.Clock.Advance(2 * PhoneApp.Step);    // both codes are spent; the next one is fresh
        return phone;
    }

    private static Outcome Read(HttpResponseMessage answer, string text)
    {
        var where = answer.Headers.Location?.ToString() ?? "";
        return answer.StatusCode switch
        {
            HttpStatusCode.SeeOther when where == Links.Confirm || where.StartsWith(Links.Confirm + "?", StringComparison.Ordinal) => Outcome.Confirm,
            HttpStatusCode.SeeOther when where == Links.SignIn || where.StartsWith(Links.SignIn + "?", StringComparison.Ordinal) => Outcome.SignIn,
            HttpStatusCode.SeeOther => Outcome.Onward,
            HttpStatusCode.OK => answer.Content.Headers.ContentType!.MediaType == "text/html" ? Outcome.Page : Outcome.File,
            >= HttpStatusCode.BadRequest when text.StartsWith("<ErrorResponse ", StringComparison.Ordinal)
                || text.StartsWith("{\"error\":{", StringComparison.Ordinal) => Outcome.ApiError,
            HttpStatusCode.NotFound => Outcome.NotFound,
            HttpStatusCode.Forbidden when text.Contains("You are not permitted to do this.", StringComparison.Ordinal) => Outcome.NotPermitted,
            HttpStatusCode.Forbidden => Outcome.Refused,
            _ => throw new InvalidOperationException($"No outcome for {(int)answer.StatusCode}: {text}"),
        };
    }

    private static string? Cookie(Standing standing) => standing switch
    {
        Standing.Anonymous => null,
        Standing.Pending or Standing.Throttled or Standing.Enrolling => "attempt",
        _ => "session",
    };

    private static async Task Stand(Standing standing, Store store, User user, PhoneApp? phone, string token, DateTimeOffset now)
    {
        if (standing is Standing.Pending or Standing.Throttled or Standing.Enrolling)
        {
            await store.SignInAttempts.Add(new SignInAttempt
            {
                AttemptHash = SessionProof.HashOf(token),
                AccountId = user.AccountId,
                UserId = user.UserId,
                Step = standing == Standing.Enrolling ? SignInAttempt.Enrolment : SignInAttempt.SecondFactor,
                PasswordAt = now,
                ExpiresAt = now + NextStep.Lifetime,
            });
        }
        else if (standing != Standing.Anonymous)
        {
            var seen = standing == Standing.Expired ? now - TooLong : now;
            await store.ConsoleSessions.Add(new ConsoleSession
            {
                SessionHash = SessionProof.HashOf(token),
                AccountId = user.AccountId,
                UserId = user.UserId,
                StartedAt = seen,
                SeenAt = seen,
                PasswordAt = seen,
                MfaAt = standing is Standing.WithMfa or Standing.Expired ? seen : null,
                MfaSerial = standing is Standing.WithMfa or Standing.Expired ? phone!.Serial.Value : null,
                SourceIp = "127.0.0.1",
                UserAgent = "test",
            });
        }

        if (standing == Standing.Throttled)
        {
            await store.AttemptCounters.Fail(user.AccountId, Attempt.OfUser(user.UserId), now, Attempt.FreeTries + 3);
            await store.AttemptCounters.Fail(user.AccountId, Attempt.OfPassword(user.UserName, "127.0.0.1"), now, Attempt.FreeTries + 3);
        }
    }

    private static (MfaDevice Device, byte[] Secret) Unfinished(User user, string token, DateTimeOffset now) => (
        new MfaDevice
        {
            DeviceId = UniqueId.OfEntity("MFAD"),
            AccountId = user.AccountId,
            SerialNumber = Arn.OfVirtualDevice(user.AccountId, $"/{user.UserName}/", "unfinished"),
            Name = "unfinished",
            Kind = "virtual",
            NextStep = 0,
            DriftSteps = 0,
            RecentOffsets = 0,
            CreatedAt = now,
            ExpiresAt = now + Enrolments.Lifetime,
            WizardSession = SessionProof.HashOf(token),
        },
        System.Security.Cryptography.RandomNumberGenerator.GetBytes(VirtualDevice.SecretBytes));

    private static PhoneApp App(SerialNumber serial, byte[] secret) =>
        new(new VirtualMFADevice(serial, System.Text.Encoding.ASCII.GetBytes(Countersign.Otp.Base32.Encode(secret))));

    /// <summary>The wizard's pages are about the device that is being set up, but for its last one; the others about the one that is there.</summary>
    private PhoneApp DeviceAt(string pattern) => pattern.EndsWith("/set-up", StringComparison.Ordinal) ? _unfinished : _phone ?? _unfinished;

    private async Task<Dictionary<string, string>> Fields(string pattern, bool withToken)
    {
        var now = _server.Clock.GetUtcNow();
        var device = new Countersign.Tests.Phone(DeviceAt(pattern).Base32Key);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Account"] = User.AccountId,
            ["UserName"] = pattern == Links.CreateUser ? _server.NewName("created") : User.UserName,
            ["Password"] = PasswordText,
            ["OldPassword"] = PasswordText,
            ["NewPassword"] = "Battery-staple-7",
            ["Repeated"] = "Battery-staple-7",
            ["Code"] = device.CodeAt(now),
            ["AuthenticationCode1"] = device.CodeAt(now),
            ["AuthenticationCode2"] = device.CodeAt(now + PhoneApp.Step),
            ["DeviceName"] = "tablet",
            ["SerialNumber"] = "NOWHERE00",
            ["Status"] = "lost",
            ["Format"] = "otpauth",
            ["Reason"] = "test",
            ["RecoveryCode"] = Recovery.Reveal(),
            ["Codes"] = Recovery.Reveal(),
            ["Hours"] = "1",
            ["Required"] = "no",
            ["Challenge"] = "AAAA",
            ["Answer"] = """{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}""",
        };
        if (pattern.Contains("/permissions/", StringComparison.Ordinal) || pattern.Split('/')[1] is "groups" or "roles" or "policies" || pattern.EndsWith("/groups/add", StringComparison.Ordinal))
            AddNames(fields);
        if (pattern.EndsWith("/passkey", StringComparison.Ordinal))
            await AnswerWithPasskey(fields, pattern);
        if (withToken)
        {
            var page = await _client.GetStringAsync(Links.SignIn, Cancellation);
            fields["form"] = Token().Match(page).Groups["token"].Value;
        }

        return fields;
    }

    /// <summary>What the forms about groups, roles and policies ask for; a form of the console has no more than 32 fields.</summary>
    private static void AddNames(Dictionary<string, string> fields)
    {
        fields["GroupName"] = "some-group";
        fields["RoleName"] = "some-role";
        fields["PolicyName"] = "some-policy";
        fields["PolicyArn"] = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");
        fields["PolicyDocument"] =
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws:iam::123456789012:user/some-name"}}""";
        fields["Trust"] = "account";
        fields["MaxSessionDuration"] = "3600";
        fields["TagKey"] = "some-key";
    }

    /// <summary>Lets the browser answer what the page asks, if there is a page.</summary>
    private async Task AnswerWithPasskey(Dictionary<string, string> fields, string pattern)
    {
        using var answer = await _client.GetAsync(Address(pattern), Cancellation);
        var asked = Asked().Match(await answer.Content.ReadAsStringAsync(Cancellation));
        if (!asked.Success)
            return;
        var options = WebUtility.HtmlDecode(asked.Groups["options"].Value);
        fields["Answer"] = asked.Groups["way"].Value == "create" ? _newPasskey.Create(options) : _passkey.Get(options);
        fields["Challenge"] = asked.Groups["challenge"].Value;
    }

    [GeneratedRegex(
        "data-passkey=\"(?<way>[a-z]+)\" data-options=\"(?<options>[^\"]+)\".*?name=\"Challenge\" value=\"(?<challenge>[^\"]+)\"",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Asked();

    [GeneratedRegex("name=\"form\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
