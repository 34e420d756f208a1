using System.Globalization;
using System.Text;
using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>Writes the credential report: AWS's CSV, column for column (IAM User Guide, "Getting credential reports").</summary>
internal static class CredentialReportWriter
{
    /// <summary>How long a report is current: it is neither made anew before, nor answered after.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(4);

    private const string Header =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active," +
        "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
        "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service," +
        "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    private const string NotApplicable = "N/A";
    private const string NoInformation = "no_information";
    private const string NotSupported = "not_supported";
    private const int PerPage = 500;

    /// <summary>The whole report as text: a header, the root user, then users in the order of their names.</summary>
    public static async Task<string> Write(Call call)
    {
        var csv = new StringBuilder(Header);
        var account = await call.Store.Accounts.Find(call.AccountId);
        AddRow(csv, [
            "<root_account>", Arn.OfRoot(call.AccountId), Moment(account!.CreatedAt),
            NotSupported, NoInformation, NotSupported, NotSupported, False,
            .. KeyColumns(null), .. KeyColumns(null), .. NoCertificates]);

        var rules = await PasswordRules.Of(call.AccountId, call.Store);
        IReadOnlyList<User> users = [];
        do
        {
            users = await call.Store.Users.Page(call.AccountId, "/", users.Count == 0 ? "" : users[^1].UserName, PerPage);
            foreach (var user in users)
                AddRow(csv, await ColumnsOf(user, rules, call));
        }
        while (users.Count == PerPage);
        return csv.ToString();
    }

    private static IEnumerable<string> NoCertificates => [False, NotApplicable, False, NotApplicable];

    private static string False => "false";

    private static async Task<IReadOnlyList<string>> ColumnsOf(User user, PasswordRules rules, Call call)
    {
        var profile = await call.Store.LoginProfiles.Find(user.UserId);
        var keys = (await call.Store.AccessKeys.Page(user.UserId, "", Quotas.AccessKeysPerUser)).OrderBy(key => key.CreatedAt).ToList();
        return
        [
            user.UserName, user.Arn, Moment(user.CreatedAt),
            .. PasswordColumns(user, profile, rules),
            Flag(await call.Store.MfaDevices.CountOf(user.UserId) > 0),
            .. KeyColumns(keys.ElementAtOrDefault(0)),
            .. KeyColumns(keys.ElementAtOrDefault(1)),
            .. NoCertificates,
        ];
    }

    private static IEnumerable<string> PasswordColumns(User user, LoginProfile? profile, PasswordRules rules) => profile is null
        ? [False, NotApplicable, NotApplicable, NotApplicable]
        :
        [
            Flag(true),
            user.PasswordLastUsed is { } used ? Moment(used) : NoInformation,
            Moment(profile.ChangedAt),
            rules.ExpiresAt(profile) is { } expiry ? Moment(expiry) : NotApplicable,
        ];

    private static IEnumerable<string> KeyColumns(AccessKey? key) => key is null
        ? [False, NotApplicable, NotApplicable, NotApplicable, NotApplicable]
        :
        [
            Flag(key.IsActive),
            Moment(key.CreatedAt),
            key.LastUsedAt is { } used ? Moment(used) : NotApplicable,
            key.LastUsedRegion ?? NotApplicable,
            key.LastUsedService ?? NotApplicable,
        ];

    private static string Flag(bool value) => value ? "true" : False;

    private static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);

    // RFC 4180: user names may have commas; nothing here has quotes or line breaks.
    private static void AddRow(StringBuilder csv, IEnumerable<string> columns) =>
        csv.Append('\n').AppendJoin(',', columns.Select(column => column.Contains(',', StringComparison.Ordinal) ? $"\"{column}\"" : column));
}
