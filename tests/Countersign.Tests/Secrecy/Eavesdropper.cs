using System.Net;
using System.Text;

namespace Countersign.Tests.Secrecy;

/// <summary>Notes every address and every header that a server answers, as a proxy or a browser's history might; and apart the cookies.</summary>
internal sealed class Eavesdropper : DelegatingHandler
{
    private readonly StringBuilder _heard = new();

    public Eavesdropper(CookieContainer cookies)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies })
    {
    }

    public string Heard => _heard.ToString();

    /// <summary>The values of the cookies that say who somebody is.</summary>
    public HashSet<string> Tokens { get; } = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        _heard.Append(request.RequestUri).Append('\n');
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            foreach (var value in values)
            {
                if (name != "Set-Cookie")
                    _heard.Append(name).Append(": ").Append(value).Append('\n');
                else if (value.StartsWith("countersign-session", StringComparison.Ordinal) || value.StartsWith("countersign-attempt", StringComparison.Ordinal))
                    Tokens.Add(value.Split('=', 2)[1].Split(';')[0]);    // empty when it is removed
                else
                    _heard.Append(name).Append(": ").Append(value).Append('\n');
            }
        }

        return answer;
    }
}
