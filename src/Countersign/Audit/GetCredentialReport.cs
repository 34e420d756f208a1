using System.Text;

namespace Countersign.Audit;

/// <summary>Answers the credential report that was made last.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html"/>
public sealed class GetCredentialReport : IOperation<GetCredentialReport.Request, GetCredentialReport.Response>
{
    /// <summary>Nothing to ask.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>The report.</summary>
    /// <param name="Content">CSV in UTF-8: a header, the root user, then every user.</param>
    /// <param name="ReportFormat"><c>text/csv</c>.</param>
    /// <param name="GeneratedTime">When it was made.</param>
    public sealed record Response(ReadOnlyMemory<byte> Content, string ReportFormat, DateTimeOffset GeneratedTime);

    /// <inheritdoc/>
    public static string Action => "iam:GetCredentialReport";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ReportNotPresent: none was made; ReportExpired: it is more than four hours old.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var report = await call.Store.CredentialReports.Find(call.AccountId) ?? throw IamErrors.NoCredentialReport();
        if (call.Now - report.GeneratedAt > CredentialReportWriter.Lifetime)
            throw IamErrors.CredentialReportExpired();
        return new Response(Encoding.UTF8.GetBytes(report.Content), "text/csv", report.GeneratedAt);
    }
}
