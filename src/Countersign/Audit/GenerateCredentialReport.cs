using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>Makes the credential report of the account, unless the one that is there is less than four hours old.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html"/>
public sealed class GenerateCredentialReport : IOperation<GenerateCredentialReport.Request, GenerateCredentialReport.Response>
{
    private string? _content;

    /// <summary>Nothing to ask.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>How far it is.</summary>
    /// <param name="State">COMPLETE: it is made before the answer.</param>
    /// <param name="Description">Nothing.</param>
    public sealed record Response(ReportState State, string? Description = null);

    /// <summary>How far a report is.</summary>
    public enum ReportState
    {
        /// <summary>It can be fetched.</summary>
        COMPLETE,
    }

    /// <inheritdoc/>
    public static string Action => "iam:GenerateCredentialReport";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    public async Task Prepare(Request request, Call call)
    {
        var latest = await call.Store.CredentialReports.Find(call.AccountId);
        if (latest is null || call.Now - latest.GeneratedAt >= CredentialReportWriter.Lifetime)
            _content = await CredentialReportWriter.Write(call);
    }

    /// <inheritdoc/>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (_content is not null)
            await call.Store.CredentialReports.Set(call.AccountId, new CredentialReport { GeneratedAt = call.Now, Content = _content });
        return new Response(ReportState.COMPLETE);
    }
}
