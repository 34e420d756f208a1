using System.Reflection;
using System.Text.RegularExpressions;

namespace Countersign.Tests.Advisories;

/// <summary><c>docs/advisories.md</c> lists what others have published of themselves; each has its test here, named after it.</summary>
public sealed partial class AdvisoryTableTests
{
    /// <summary>All that were known when the table was written; adding one here asks for its row.</summary>
    private static readonly string[] Known =
    [
        "CVE-2026-94218", "CVE-2026-18963", "CVE-2026-96445", "CVE-2026-9798", "CVE-2026-8830", "CVE-2026-1035", "CVE-2018-14657",
        "GHSA-j628-q885-8gr5", "CVE-2026-0723", "CVE-2021-39890", "gitlab#32215", "gitlab#222527", "gitlab#31307", "CVE-2025-64103",
        "CVE-2024-32868", "GHSA-3q28-qjrv-qr39", "CVE-2026-128332", "caddy-security#271", "CVE-2026-33640", "CVE-2015-7225",
        "CVE-2021-43177", "CVE-2026-82470", "CVE-2026-103655", "CVE-2026-10611", "GHSA-rmmc-8cqj-hfp3", "CVE-2026-8760",
        "CVE-2026-107808", "CVE-2026-56737", "CVE-2026-9047", "CVE-2023-33170", "aspnet/Announcements#284", "CVE-2023-26481",
        "CVE-2023-39522", "CVE-2021-32637", "CVE-2023-49792", "CVE-2021-22915", "GHSA-gv5w-8q25-785v", "GHSA-jjjj-jwhf-8rgr",
        "PYSEC-2018-20",
    ];

    [Fact]
    public void Every_advisory_has_its_row() =>
        Assert.Equal(Known.Order(StringComparer.Ordinal), Rows().Select(row => row.Id).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    [Fact]
    public void Every_row_names_tests_that_exist_and_bear_its_name()
    {
        var tests = Tests();
        foreach (var (id, named) in Rows())
        {
            Assert.True(named.Count > 0, $"{id} has no test.");
            foreach (var test in named)
            {
                Assert.True(tests.Contains(test), $"{id}: there is no test {test}.");
                Assert.Contains(InNames(id), test, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public void Every_test_that_bears_the_name_of_an_advisory_is_in_the_table()
    {
        var listed = Rows().SelectMany(row => row.Tests).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], Tests().Where(test => Named().IsMatch(test)).Except(listed, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string InNames(string id) => NoLetter().Replace(id, "_");

    /// <summary>Class and method of each, such as <c>ReplayTests.CVE_2015_7225_…</c>.</summary>
    private static HashSet<string> Tests() => typeof(AdvisoryTableTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
        .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
        .ToHashSet(StringComparer.Ordinal);

    private static List<(string Id, IReadOnlyList<string> Tests)> Rows()
    {
        var rows = new List<(string, IReadOnlyList<string>)>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "advisories.md")))
        {
            if (line.Split('|', StringSplitOptions.TrimEntries) is not ["", var ids, _, var tests, ""] || ids == "Advisory" || ids.StartsWith("---", StringComparison.Ordinal))
                continue;
            var named = Code().Matches(tests).Select(match => match.Groups["name"].Value).ToList();
            rows.AddRange(ids.Split(", ").Select(id => (id, (IReadOnlyList<string>)named)));
        }

        return rows;
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoLetter();

    [GeneratedRegex("\\.(CVE|GHSA|PYSEC)_[0-9a-z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
