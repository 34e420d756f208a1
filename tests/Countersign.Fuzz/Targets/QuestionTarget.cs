using Countersign.Authorize;

namespace Countersign.Fuzz;

/// <summary>What other services ask: one question, a list of them, who signed a request.</summary>
internal sealed class QuestionTarget : Target
{
    public override string Name => "questions";

    public override IEnumerable<byte[]> Seeds => Texts(
        """{"subject":{"type":"user","id":"alice","properties":{"mfa":true}},"action":{"name":"shop:Refund"},"resource":{"type":"order","id":"7"},"context":{"amount":20}}""",
        """{"subject":{"type":"session","id":"ASIA","properties":{"session_token":"AQ=="}},"options":{"evaluations_semantic":"deny_on_first_deny"},"evaluations":[{"action":{"name":"shop:Read"},"resource":{"type":"order","id":"8"}}]}""",
        """{"method":"POST","path":"/orders","query":"a=b","headers":{"Host":"shop","X-Amz-Date":["20261128T120000Z"]},"body_sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","service":"shop","region":"us-east-1"}""");

    public override IReadOnlyList<string> Words =>
        ["\"subject\"", "\"action\"", "\"resource\"", "\"context\"", "\"evaluations\"", "\"options\"", "\"properties\"", "\"aws:SourceIp\"", "\"aws:PrincipalArn\"", "null", "[]", "{}", "\"\\ud800\""];

    public override void Read(byte[] input)
    {
        Named(() => JsonMember.Read(input, EvaluationReader.One));
        Named(() => JsonMember.Read(input, EvaluationReader.Many));
        Named(() => JsonMember.Read(input, ReceivedRequest.Read));
    }

    private static void Named(Action read)
    {
        try
        {
            read();
        }
        catch (ApiError)
        {
            // named
        }
    }
}
