using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Countersign.ServiceModel;

namespace Countersign.Tests.Architecture;

/// <summary>The tables of <c>docs/api.md</c> are what the code says of itself. COUNTERSIGN_WRITE_DOCS=1 writes them.</summary>
[Collection<SharedServer>]
public sealed class ApiPageTests(TestServer server)
{
    /// <summary>Operations of AWS that are not here, by what they are about, and why.</summary>
    private static readonly (string About, string Operations, string Why)[] Absent =
    [
        ("Access advisor", "ServiceLastAccessed|OrganizationsAccessReport|ListPoliciesGrantingServiceAccess", "It reports on AWS's services, which are not here."),
        ("Organizations", "OrganizationsRoot|ListOrganizationsFeatures|AssumeRoot", "There are no organizations: an account stands alone."),
        ("Delegation requests", "Delegat|GetHumanReadableSummary|AcquireRole", "They let AWS's partners ask for access."),
        ("Outbound web identity", "OutboundWebIdentity|GetWebIdentityToken", "Countersign signs nobody's tokens for other services yet."),
        ("SAML", "SAML", "Sign-in with SAML is not built."),
        ("Service-linked roles", "ServiceLinkedRole", "They belong to AWS's services."),
        ("Certificates", "SigningCertificate|ServerCertificate", "They are for AWS's SOAP interfaces and load balancers. ListSigningCertificates is there, and lists none."),
        ("Service-specific credentials", "ServiceSpecificCredential", "They are for AWS CodeCommit, Keyspaces and Bedrock. ListServiceSpecificCredentials is there, and lists none."),
        ("Token version", "SetSecurityTokenServicePreferences", "There is one version of session tokens."),
    ];

    private const string Begin = "<!-- table ";
    private const string By = " is written by ApiPageTests -->";
    private const string End = "<!-- end -->";

    [Fact]
    public async Task Its_tables_are_what_the_code_says()
    {
        var page = Path.Combine(AppContext.BaseDirectory, "docs", "api.md");
        var text = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        var right = string.Concat(text.Split(Begin).Select((part, i) => i == 0 ? part : Begin + Rewritten(part)));
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_WRITE_DOCS") == "1")
            await File.WriteAllTextAsync(Source(), right, TestContext.Current.CancellationToken);

        Assert.Equal(right, text);
    }

    [Fact]
    public void Every_operation_that_is_absent_has_its_reason() => Assert.Equal(Open, NotYet, StringComparer.Ordinal);

    /// <summary>What is to come.</summary>
    private static readonly string[] Open =
    [
    ];

    private IReadOnlyList<string> Missing =>
    [
        .. AwsService.Iam.Operations.Values.Concat(AwsService.Sts.Operations.Values)
            .Where(operation => server.Service<Operations>().Find(operation.Action) is null)
            .Select(operation => operation.Action[4..]).Order(StringComparer.Ordinal),
    ];

    private IEnumerable<string> NotYet => Missing.Where(name => !Absent.Any(one => Regex.IsMatch(name, one.Operations, RegexOptions.None, TimeSpan.FromSeconds(1))));

    private string Write(string name) => name switch
    {
        "counts" => $"These operations exist: {Of("iam:").Count()} of IAM, {Of("sts:").Count()} of STS. **Every other operation of the two services answers `InvalidAction`** (HTTP 400).\n",
        "absent" => Absences(),
        _ => Rows(Of(name + ":"), isOurs: name == "countersign"),
    };

    private IEnumerable<OperationEntry> Of(string prefix) => server.Service<Operations>().All
        .Where(entry => entry.Action.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(entry => entry.Action, StringComparer.Ordinal);

    private static string Rows(IEnumerable<OperationEntry> entries, bool isOurs)
    {
        var text = new StringBuilder("| Operation | Room | Transaction | What it does |\n|---|---|---|---|\n");
        foreach (var entry in entries)
        {
            var room = entry.OperationType.Namespace!["Countersign.".Length..].Split('.')[0];
            text.Append(CultureInfo.InvariantCulture, $"| `{(isOurs ? entry.Action : entry.OperationType.Name)}` | {room} | {(entry.ReadOnly ? "reads" : "writes")} | {Summary(entry.OperationType)} |\n");
        }

        return text.ToString();
    }

    private string Absences()
    {
        var text = new StringBuilder("| About | Operations | Why not |\n|---|---|---|\n");
        foreach (var (about, operations, why) in Absent)
        {
            var names = Missing.Where(name => Regex.IsMatch(name, operations, RegexOptions.None, TimeSpan.FromSeconds(1)));
            text.Append(CultureInfo.InvariantCulture, $"| {about} | {string.Join(", ", names.Select(name => $"`{name}`"))} | {why} |\n");
        }

        if (NotYet.Any())
            text.Append(CultureInfo.InvariantCulture, $"| To come | {string.Join(", ", NotYet.Select(name => $"`{name}`"))} | Not built yet. |\n");
        return text.ToString();
    }

    private static string Summary(Type type)
    {
        var documents = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "countersign.xml"));
        var summary = documents.Descendants("member").Single(member => (string?)member.Attribute("name") == "T:" + type.FullName).Element("summary")!;
        var words = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" } see => $"`{((string)see.Attribute("cref")!).Split('.')[^1]}`",
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "i" } slanted => $"*{slanted.Value}*",
            _ => node is XText some ? some.Value : ((XElement)node).Value,
        }));
        return string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Source([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "api.md"));

    // NAME: written by ApiPageTests -->, what is written, and the rest of the page.
    private string Rewritten(string part)
    {
        var name = part[..part.IndexOf(' ', StringComparison.Ordinal)];
        return $"{name}{By}\n\n{Write(name)}\n{part[part.IndexOf(End, StringComparison.Ordinal)..]}";
    }
}
