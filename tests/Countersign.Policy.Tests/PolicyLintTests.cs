using static Countersign.Policy.Tests.Given;

namespace Countersign.Policy.Tests;

public sealed class PolicyLintTests
{
    private const PolicySeverity Error = PolicySeverity.Error;
    private const PolicySeverity Security = PolicySeverity.SecurityWarning;
    private const PolicySeverity Warning = PolicySeverity.Warning;
    private const PolicySeverity Suggestion = PolicySeverity.Suggestion;

    /// <summary>A condition of a statement, the effect, and what is found; null when nothing is.</summary>
    public static TheoryData<string, string, PolicySeverity?, string?> Conditions => new()
    {
        { "Deny", """{"Bool":{"aws:MultiFactorAuthPresent":"false"}}""", Security, "MFA_DENY_MISSES_ACCESS_KEYS" },
        { "Deny", """{"Bool":{"AWS:multifactorauthpresent":false}}""", Security, "MFA_DENY_MISSES_ACCESS_KEYS" },
        { "Deny", """{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}""", null, null },
        { "Allow", """{"Bool":{"aws:MultiFactorAuthPresent":"true"}}""", null, null },
        { "Allow", """{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}""", Security, "MFA_ALLOW_ADMITS_ACCESS_KEYS" },
        { "Allow", """{"Null":{"aws:MultiFactorAuthPresent":"false"}}""", Security, "MFA_NULL_IS_NO_MFA" },
        { "Allow", """{"Null":{"aws:MultiFactorAuthPresent":"false"},"Bool":{"aws:MultiFactorAuthPresent":"true"}}""", null, null },
        { "Deny", """{"NumericGreaterThan":{"aws:MultiFactorAuthAge":"3600"}}""", Security, "MFA_AGE_DENY_MISSES_NO_MFA" },
        { "Deny", """{"NumericGreaterThanIfExists":{"aws:MultiFactorAuthAge":"3600"}}""", null, null },
        { "Allow", """{"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}""", null, null },
        { "Allow", """{"ForAllValues:StringEquals":{"aws:PrincipalTag/team":"red"}}""", Security, "FORALLVALUES_WITH_SINGLE_VALUED_KEY" },
        { "Allow", """{"ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}}""", null, null },
        { "Allow", """{"StringEquals":{"aws:TagKeys":"a"}}""", Warning, "MISSING_QUALIFIER" },
        { "Allow", """{"ForAnyValue:StringEqualsIfExists":{"aws:TagKeys":"a"}}""", Warning, "IF_EXISTS_WITH_FORANYVALUE" },
        { "Allow", """{"ForAnyValue:Null":{"aws:TagKeys":"true"}}""", Suggestion, "NULL_WITH_QUALIFIER" },
        { "Allow", """{"StringEquals":{"aws:username":"al*"}}""", Warning, "WILDCARD_WITHOUT_LIKE_OPERATOR" },
        { "Allow", """{"StringEquals":{"aws:username":"al${*}"}}""", null, null },
        { "Allow", """{"StringLike":{"aws:username":"al*"}}""", null, null },
        { "Allow", """{"StringEquals":{"aws:SourceIp":"203.0.113.7"}}""", Warning, "TYPE_MISMATCH_IP_RANGE" },
        { "Allow", """{"StringEquals":{"aws:SecureTransport":"true"}}""", Warning, "TYPE_MISMATCH_BOOLEAN" },
        { "Allow", """{"Bool":{"aws:SecureTransport":"yes"}}""", Warning, "TYPE_MISMATCH_BOOLEAN" },
        { "Allow", """{"Bool":{"aws:SecureTransport":["true","false"]}}""", Warning, "INVALID_CONDITION_MULTIPLE_BOOLEAN" },
        { "Allow", """{"NumericLessThan":{"aws:CurrentTime":"5"}}""", Warning, "TYPE_MISMATCH_DATE" },
        { "Allow", """{"NumericLessThan":{"aws:EpochTime":"5"}}""", null, null },
        { "Allow", """{"StringEquals":{"aws:MultiFactorAuthAge":"5"}}""", Warning, "TYPE_MISMATCH_NUMBER" },
        { "Allow", """{"NumericEquals":{"aws:username":"5"}}""", Warning, "TYPE_MISMATCH_STRING" },
        { "Allow", """{"NumericLessThan":{"app:N":["5","6"]}}""", Suggestion, "REDUNDANT_CONDITION_VALUE_NUM" },
        { "Allow", """{"IpAddress":{"aws:SourceIp":"203.0.113.7/24"}}""", Suggestion, "IMPROVE_IP_RANGE" },
        { "Allow", """{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/32","198.51.100.7"]}}""", null, null },
        { "Allow", """{"StringEquals":{"aws:MultiFactorPresent":"true"}}""", Warning, "INVALID_GLOBAL_CONDITION_KEY" },
        { "Allow", """{"StringEquals":{"iam:PolicyArm":"x"}}""", Warning, "INVALID_SERVICE_CONDITION_KEY" },
        { "Allow", """{"StringEquals":{"IAM:policyarn":"x"}}""", null, null },
        { "Allow", """{"StringEquals":{"shop:PolicyArm":"x"}}""", null, null },
        { "Allow", """{"StringEquals":{"username":"alice"}}""", Warning, "INVALID_CONDITION_KEY_FORMAT" },
        { "Allow", """{"StringEquals":{"aws:ResourceTag":"red"}}""", Warning, "MISSING_TAG_KEY_IN_CONDITION" },
        { "Allow", """{"StringEquals":{"iam:ResourceTag/":"red"}}""", Warning, "MISSING_TAG_KEY_IN_CONDITION" },
        { "Allow", """{"StringEquals":{"app:S":"${aws:username"}}""", Warning, "MISSING_BRACE_IN_VARIABLE" },
        { "Allow", """{"StringEquals":{"app:S":"${}"}}""", Warning, "EMPTY_VARIABLE" },
        { "Allow", """{"StringEquals":{"app:S":"${aws: username}"}}""", Warning, "UNSUPPORTED_SPACE_IN_VARIABLE" },
        { "Allow", """{"StringEquals":{"app:S":"${aws:username, nobody}"}}""", Warning, "MISSING_QUOTE_IN_VARIABLE" },
        { "Allow", """{"StringEquals":{"app:S":"${aws:username, 'nobody'}"}}""", null, null },
        { "Allow", "{}", Suggestion, "EMPTY_OBJECT_CONDITION" },
        { "Allow", """{"StringEquals":{}}""", Suggestion, "EMPTY_OBJECT_CONDITION" },
        { "Allow", """{"StringEquals":{"app:S":[]}}""", Suggestion, "EMPTY_ARRAY_CONDITION" },
        { "Allow", """{"NumericEquals":{"app:N":"ten"}}""", Error, "TYPE_MISMATCH_NUMBER" },
        { "Allow", """{"DateEquals":{"app:D":"tomorrow"}}""", Error, "INVALID_DATE_VALUE" },
        { "Allow", """{"StringIs":{"app:S":"x"}}""", Error, "INVALID_CONDITION_OPERATOR" },
        { "Allow", """{"NullIfExists":{"app:S":"true"}}""", Error, "NULL_WITH_IF_EXISTS" },
    };

    /// <summary>A document, its kind, and the one thing that is found in it.</summary>
    public static TheoryData<string, PolicyKind, PolicySeverity, string> Documents => new()
    {
        { "not json", PolicyKind.InlineIdentity, Error, "JSON_SYNTAX_ERROR" },
        { "[]", PolicyKind.InlineIdentity, Error, "DATA_TYPE_MISMATCH" },
        { Statements(""), PolicyKind.InlineIdentity, Error, "MISSING_STATEMENT" },
        { Statements("""{"Action":"*","Resource":"*"}"""), PolicyKind.InlineIdentity, Error, "MISSING_EFFECT" },
        { Statements("""{"Effect":"Permit","Action":"*","Resource":"*"}"""), PolicyKind.InlineIdentity, Error, "INVALID_EFFECT" },
        { Statements("""{"Effect":"Allow","Resource":"*"}"""), PolicyKind.InlineIdentity, Error, "MISSING_ACTION" },
        { Statements("""{"Effect":"Allow","Action":"GetUser","Resource":"*"}"""), PolicyKind.InlineIdentity, Error, "INVALID_ACTION" },
        { Statements("""{"Effect":"Allow","Action":"*"}"""), PolicyKind.InlineIdentity, Error, "MISSING_RESOURCE" },
        { Statements("""{"Effect":"Allow","Action":"*","Resource":"bucket"}"""), PolicyKind.InlineIdentity, Error, "INVALID_ARN_RESOURCE" },
        { Statements("""{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}"""), PolicyKind.InlineIdentity, Error, "UNSUPPORTED_PRINCIPAL" },
        { Statements("""{"Effect":"Allow","Action":"*","Resource":"*","Why":"x"}"""), PolicyKind.InlineIdentity, Error, "INVALID_POLICY_ELEMENT" },
        { Statements("""{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}"""), PolicyKind.InlineIdentity, Error, "UNSUPPORTED_ELEMENT_COMBINATION" },
        { Statements("""{"Sid":"a b","Effect":"Allow","Action":"*","Resource":"*"}"""), PolicyKind.InlineIdentity, Error, "UNSUPPORTED_SID" },
        { """{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", PolicyKind.ManagedIdentity, Error, "INVALID_VERSION" },
        { """{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", PolicyKind.InlineIdentity, Warning, "MISSING_VERSION" },
        { """{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:iam::*:user/${aws:username}"}}""", PolicyKind.InlineIdentity, Warning, "VARIABLE_UNSUPPORTED_IN_VERSION" },
        { Statements("""{"Effect":"Allow","Action":"iam:${username}","Resource":"*"}"""), PolicyKind.InlineIdentity, Warning, "VARIABLE_UNSUPPORTED_IN_ELEMENT" },
        { Statements("""{"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:eu-west-1:${aws:PrincipalAccount}:jobs"}"""), PolicyKind.InlineIdentity, Warning, "VARIABLE_UNSUPPORTED_IN_ELEMENT" },
        { Statements("""{"Sid":"","Effect":"Allow","Action":"*","Resource":"*"}"""), PolicyKind.InlineIdentity, Suggestion, "EMPTY_SID_VALUE" },
        { Statements("""{"Effect":"Allow","Action":["iam:Get*","IAM:GetUser"],"Resource":"*"}"""), PolicyKind.InlineIdentity, Suggestion, "REDUNDANT_ACTION" },
        { Statements("""{"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::b/*","arn:aws:s3:::b/x"]}"""), PolicyKind.InlineIdentity, Suggestion, "REDUNDANT_RESOURCE" },
        { Statements("""{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"},{"Resource":"*","Effect":"Allow","Action":"s3:*"}"""), PolicyKind.InlineIdentity, Suggestion, "REDUNDANT_STATEMENT" },
        { Statements("""{"Effect":"Allow","Action":"i*:GetUser","Resource":"*"}"""), PolicyKind.InlineIdentity, Suggestion, "WILDCARD_IN_SERVICE_NAME" },
        { Statements("""{"Effect":"Allow","Action":"iam:GetUsr","Resource":"*"}"""), PolicyKind.InlineIdentity, Warning, "INVALID_ACTION" },
        { Statements("""{"Effect":"Allow","Action":"sts:Asume*","Resource":"*"}"""), PolicyKind.InlineIdentity, Warning, "INVALID_ACTION" },
        { Statements("""{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}"""), PolicyKind.InlineIdentity, Security, "PASS_ROLE_WITH_STAR_IN_RESOURCE" },
        { Statements("""{"Effect":"Allow","Action":"iam:Pass*","Resource":"*"}"""), PolicyKind.InlineIdentity, Security, "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE" },
        { Statements("""{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"}"""), PolicyKind.Resource, Security, "ALLOW_WITH_NOTPRINCIPAL" },
        { Statements("""{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}"""), PolicyKind.Trust, Security, "TRUST_OF_EVERYBODY" },
        { Statements("""{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}"""), PolicyKind.Trust, Error, "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL" },
        { Statements("""{"Effect":"Allow","Principal":{"AWS":"alice"},"Action":"sts:AssumeRole"}"""), PolicyKind.Trust, Error, "INVALID_PRINCIPAL_FORMAT" },
        { Statements("""{"Effect":"Allow","Principal":{"User":"alice"},"Action":"sts:AssumeRole"}"""), PolicyKind.Trust, Error, "INVALID_PRINCIPAL_KEY" },
        { Statements("""{"Effect":"Allow","Action":"sts:AssumeRole"}"""), PolicyKind.Trust, Error, "MISSING_PRINCIPAL" },
        { Statements("""{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Resource":"*"}"""), PolicyKind.Trust, Error, "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE" },
        { Statements($$"""{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::{{new string('x', 6200)}}"}"""), PolicyKind.ManagedIdentity, Warning, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA" },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_condition_that_does_not_do_what_it_seems_to_is_found(string effect, string condition, PolicySeverity? severity, string? code)
    {
        var document = Statements($$"""{"Effect":"{{effect}}","Action":"app:Do","Resource":"*","Condition":{{condition}} }""");

        var findings = PolicyLint.Check(document, PolicyKind.ManagedIdentity);

        Assert.Equal(code is null ? [] : new[] { (severity!.Value, code) }, findings.Select(finding => (finding.Severity, finding.Code)));
        Assert.All(findings, Complete);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void What_is_wrong_with_a_document_is_found(string document, PolicyKind kind, PolicySeverity severity, string code)
    {
        var finding = Assert.Single(PolicyLint.Check(document, kind));

        Assert.Equal((severity, code), (finding.Severity, finding.Code));
        Complete(finding);
    }

    [Fact]
    public void The_gate_that_lets_access_keys_through_is_told_with_its_place_and_the_remedy()
    {
        const string Document = """
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Deny", "Action": "*", "Resource": "*",
                "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
              }]
            }
            """;

        Assert.Equal(
            new PolicyFinding(
                Security, "MFA_DENY_MISSES_ACCESS_KEYS", 5, 58,
                "A Deny on Bool aws:MultiFactorAuthPresent false does not stop access keys: their requests do not have the key. Use BoolIfExists."),
            Assert.Single(PolicyLint.Check(Document, PolicyKind.ManagedIdentity)));
    }

    [Fact]
    public void Where_another_statement_stops_access_keys_the_gate_is_sound() => Assert.Empty(PolicyLint.Check(
        Statements("""
            {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}},
            {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Null":{"aws:MultiFactorAuthPresent":"true"}}}
            """),
        PolicyKind.ManagedIdentity));

    [Fact]
    public void Several_faults_are_all_told_in_the_order_of_their_places() => Assert.Equal(
        [("UNSUPPORTED_SID", 1), ("INVALID_ACTION", 2), ("INVALID_ARN_RESOURCE", 3)],
        PolicyLint.Check(
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"a b\",\"Effect\":\"Allow\",\n\"Action\":\"GetUser\",\n\"Resource\":\"bucket\"}}",
            PolicyKind.ManagedIdentity).Select(finding => (finding.Code, finding.Line)));

    [Fact]
    public void What_is_refused_at_save_is_an_error_and_nothing_else_is()
    {
        foreach (var row in Vectors.Malformed)
        {
            var isRefused = !PolicyDocument.TryParse(row.Document, PolicyKind.ManagedIdentity, out _, out var fault);
            var errors = PolicyLint.Check(row.Document, PolicyKind.ManagedIdentity).Where(finding => finding.Severity == Error).ToList();
            Assert.True(isRefused == errors.Count > 0, row.Document);
            if (fault is not null)
                Assert.Contains((fault.Position.Line, fault.Position.Column), errors.Select(error => (error.Line, error.Column)));
        }
    }

    [Theory]
    [InlineData("IAM:getuser")]
    [InlineData("iam:G?tUser")]
    [InlineData("sts:TagSession")]
    [InlineData("countersign:ResetMfa")]
    [InlineData("shop:GetUsr")]
    public void An_action_that_there_is_or_of_a_service_that_is_not_known_is_none_that_is_missing(string action) => Assert.Empty(PolicyLint.Check(
        Statements($$"""{"Effect":"Allow","Action":"{{action}}","Resource":"*"}"""), PolicyKind.ManagedIdentity));

    [Fact]
    public void A_sound_policy_has_nothing_to_be_said_of() => Assert.Empty(PolicyLint.Check(
        Statements("""
            {"Sid":"Own","Effect":"Allow","Action":["iam:GetUser","iam:List*"],"Resource":["arn:aws:iam::*:user/${aws:username}","arn:aws:iam::*:group/*"]},
            {"Sid":"Gate","Effect":"Deny","NotAction":["iam:ListMFADevices","sts:GetSessionToken"],"Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}
            """),
        PolicyKind.ManagedIdentity));

    [Theory]
    [InlineData("${")]
    [InlineData("${a b}")]
    [InlineData("*a")]
    [InlineData("?")]
    public void Texts_of_nothing_but_traps_take_no_longer_than_others(string trap)
    {
        var text = string.Concat(Enumerable.Repeat(trap, 100_000 / trap.Length));

        var findings = PolicyLint.Check(
            Statements($$"""{"Effect":"Allow","Action":["*","{{text}}","x{{text}}"],"Resource":["*","{{text}}"],"Condition":{"StringEquals":{"app:S":"{{text}}"} } }"""),
            PolicyKind.InlineIdentity);

        Assert.All(findings, finding => Assert.InRange(finding.Message.Length, 1, 600));
    }

    private static void Complete(PolicyFinding finding)
    {
        Assert.True(finding is { Line: >= 1, Column: >= 1 }, finding.ToString());
        Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
        Assert.True(char.IsUpper(finding.Message[0]) || finding.Message[0] is '"' or '$' || finding.Message.StartsWith("aws:", StringComparison.Ordinal) || finding.Message.StartsWith("iam:", StringComparison.Ordinal), finding.Message);
    }
}
