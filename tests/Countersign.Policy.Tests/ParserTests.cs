using static Countersign.Policy.Tests.Given;

namespace Countersign.Policy.Tests;

public sealed class ParserTests
{
    private const string Statement = """{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}""";

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*",}}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow",/* why */"Action":"*","Resource":"*"}}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}} {}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Action":"*","Resource":"*"}}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","ACTION":"*","Resource":"*"}}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"\ud800"}}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"\x"}}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":null,"Resource":"*"}}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","action":"*","Resource":"*"}}""")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"a\tb\"}}")]
    [InlineData("\uFEFF{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"")]
    [InlineData("-")]
    [InlineData("01")]
    public void What_is_not_strictly_JSON_or_not_shaped_like_a_policy_is_a_syntax_error(string text) =>
        Assert.Equal("Syntax errors in policy.", FaultOf(text, PolicyKind.ManagedIdentity));

    [Theory]
    [InlineData(32, null)]
    [InlineData(33, "more than 32 levels")]
    [InlineData(100_000, "more than 32 levels")]
    public void Nesting_ends_at_32_levels(int levels, string? detail)
    {
        var text = new string('[', levels) + new string(']', levels);
        Assert.False(PolicyDocument.TryParse(text, PolicyKind.InlineIdentity, out _, out var fault));
        Assert.Equal(detail ?? "a policy is a JSON object", fault.Detail);
    }

    [Fact]
    public void Thousands_of_names_in_one_object_are_compared_quickly_and_all()
    {
        var names = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"k{i}\":\"\""));
        var condition = $"{{\"StringEquals\":{{{names},\"K9999\":\"\"}}}}";
        var text = Statements($$"""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{condition}}}""");
        Assert.False(PolicyDocument.TryParse(text, PolicyKind.InlineIdentity, out _, out var fault));
        Assert.Equal("\"K9999\" stands twice in one object", fault.Detail);
    }

    [Fact]
    public void Of_several_faults_the_one_that_AWS_checks_first_is_reported()
    {
        const string version = "Policy document must be version 2012-10-17 or greater.";
        Assert.Equal(version, FaultOf("""{"Statement":{"Effect":"denY","Action":"a","Resource":"b"}}""", PolicyKind.ManagedIdentity));
        Assert.Equal(
            "The policy failed legacy parsing",
            FaultOf("""{"Statement":{"Effect":"denY","Action":"a","Resource":"b"}}""", PolicyKind.InlineIdentity));
        Assert.Equal(
            "Resource b must be in ARN format or \"*\".",
            FaultOf("""{"Statement":{"Effect":"Deny","Action":"a","Resource":"b"}}""", PolicyKind.InlineIdentity));
        Assert.Equal(
            "Syntax errors in policy.",
            FaultOf("""{"Statement":[{"Effect":"Deny","Action":"a","Resource":"b"},{"Effect":7}]}""", PolicyKind.ManagedIdentity));
    }

    [Fact]
    public void A_fault_says_where_it_is()
    {
        Assert.False(PolicyDocument.TryParse(
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    oops\n  ]\n}", PolicyKind.InlineIdentity, out _, out var fault));
        Assert.Equal(new TextPosition(4, 5), fault.Position);
        var thrown = Assert.Throws<PolicyFaultException>(() => PolicyDocument.Parse("{}", PolicyKind.InlineIdentity));
        Assert.Equal(new TextPosition(1, 1), thrown.Fault.Position);
        Assert.Contains("Statement is missing", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_keeps_its_text_and_where_each_statement_stands()
    {
        var text = "{\r\n \"Version\": \"2012-10-17\",\r\n \"Statement\": [\r\n  " + Statement +
            ",\r\n  {\"Sid\":\"Second\",\"Effect\":\"Deny\",\r\n   \"NotAction\":\"*\",\"Resource\":\"*\"}\r\n ]\r\n}\r\n";
        var document = PolicyDocument.Parse(text, PolicyKind.ManagedIdentity);
        Assert.Equal(text, document.Text);
        Assert.Equal("2012-10-17", document.Version);
        var (first, second) = (document.Statements[0], document.Statements[1]);
        Assert.Equal((null, Effect.Allow, Statement), (first.Sid, first.Effect, first.Text));
        Assert.Equal(new TextPosition(4, 3), first.Start);
        Assert.Equal(new TextPosition(4, 3 + Statement.Length), first.End);
        Assert.Equal(("Second", Effect.Deny, 1), (second.Sid, second.Effect, second.Index));
        Assert.Equal((new TextPosition(5, 3), new TextPosition(6, 35)), (second.Start, second.End));
    }

    [Fact]
    public void White_space_between_tokens_does_not_count_towards_the_size_and_within_strings_does()
    {
        var document = PolicyDocument.Parse(
            " { \"Statement\" : \n\t" + """{"Effect":"Allow","Action":"s3:Get Object","Resource":"*"}""" + "\r\n}",
            PolicyKind.InlineIdentity);
        Assert.Equal("""{"Statement":{"Effect":"Allow","Action":"s3:Get Object","Resource":"*"}}""".Length, document.CountedLength);
    }

    [Fact]
    public void Context_keys_are_those_of_conditions_and_variables_each_once()
    {
        var document = PolicyDocument.Parse(
            Statements(
                """
                {"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${aws:username}/${aws:PrincipalTag/t, 'x'}","Condition":{
                "StringEquals":{"AWS:username":"${aws:userid}"},"Null":{"aws:TokenIssueTime":true}}}
                """),
            PolicyKind.InlineIdentity);
        Assert.Equal(
            "aws:username aws:PrincipalTag/t aws:userid aws:TokenIssueTime", string.Join(' ', document.ContextKeys));
    }

    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}""", null)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":["111122223333","AIDAALICEALICEALICEA"]},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}""", null)]
    [InlineData("""{"Effect":"Allow","Principal":{"Federated":"accounts.example.com","Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRoleWith*"}""", null)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/a/b"},"Action":"sts:AssumeRole"}""", null)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}""", "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Resource":"*"}""", "Has prohibited field Resource")]
    [InlineData("""{"Effect":"Allow","NotPrincipal":{"AWS":"*"},"Action":"sts:AssumeRole"}""", "Has prohibited field NotPrincipal")]
    [InlineData("""{"Effect":"Allow","Action":"sts:AssumeRole"}""", "Missing required field Principal")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/*"},"Action":"sts:AssumeRole"}""", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:user/*\"")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:group/g"},"Action":"sts:AssumeRole"}""", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:group/g\"")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/${aws:username}"},"Action":"sts:AssumeRole"}""", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:user/${aws:username}\"")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"12345"},"Action":"sts:AssumeRole"}""", "Invalid principal in policy: \"AWS\":\"12345\"")]
    [InlineData("""{"Effect":"Allow","Principal":{"User":"x"},"Action":"sts:AssumeRole"}""", "Syntax errors in policy.")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":[]},"Action":"sts:AssumeRole"}""", "Syntax errors in policy.")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:*"}""", "AssumeRole policy may only specify STS AssumeRole actions.")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"*"},"NotAction":"sts:AssumeRole"}""", "AssumeRole policy may only specify STS AssumeRole actions.")]
    public void A_trust_policy_names_who_may_assume_the_role_and_nothing_else(string statement, string? message) =>
        Assert.Equal(message, FaultOf(Statements(statement), PolicyKind.Trust));

    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}""", null)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}""", null)]
    [InlineData("""{"Sid":"with a space","Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:GetObject"}""", null)]
    [InlineData("""{"Effect":"Allow","Principal":"alice","Action":"s3:GetObject"}""", "Syntax errors in policy.")]
    [InlineData("""{"Effect":"Allow","Principal":"*","NotPrincipal":"*","Action":"s3:GetObject"}""", "Syntax errors in policy.")]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}""", "Missing required field Principal")]
    public void A_resource_policy_needs_principals(string statement, string? message) =>
        Assert.Equal(message, FaultOf(Statements(statement), PolicyKind.Resource));

    [Theory]
    [InlineData(PolicyKind.InlineIdentity)]
    [InlineData(PolicyKind.Session)]
    [InlineData(PolicyKind.ServiceControl)]
    public void Policies_of_identities_name_no_principal(PolicyKind kind) => Assert.Equal(
        "Policy document should not specify a principal.",
        FaultOf(Statements("""{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"*","Resource":"*"}"""), kind));

    [Theory]
    [InlineData("arn:aws:s3:::b/${aws:username}", null)]
    [InlineData("arn:aws-cn:iam::111122223333:user/*", null)]
    [InlineData("arn:*:s3:::b", null)]
    [InlineData("arn:aws:iam:*", null)]
    [InlineData("arn:aws:s3:eu-west-1:111122223333:accesspoint/a", null)]
    [InlineData("arn:aws:s*:::b", "Resource vendor must be fully qualified and cannot contain regexes.")]
    [InlineData("urn:aws:s3:::b", "Resource urn:aws:s3:::b must be in ARN format or \"*\".")]
    [InlineData("arn:other:s3", "Partition \"other\" is not valid for resource \"arn:other:s3:*:*:*\".")]
    [InlineData("arn:", "Partition \"\" is not valid for resource \"arn::*:*:*:*\".")]
    [InlineData("arn:aws:::::x", "The policy failed legacy parsing")]
    public void A_resource_is_a_star_or_an_ARN_of_a_named_service(string resource, string? message)
    {
        foreach (var element in new[] { "Resource", "NotResource" })
        {
            var statement = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"" + element + "\":\"" + resource + "\"}";
            Assert.Equal(message, FaultOf(Statements(statement), PolicyKind.InlineIdentity));
        }
    }

    [Fact]
    public void A_Sid_has_letters_and_digits_only() => Assert.StartsWith(
        "Statement IDs (SID) must be alpha-numeric.",
        FaultOf(Statements("""{"Sid":"a b","Effect":"Allow","Action":"*","Resource":"*"}"""), PolicyKind.InlineIdentity),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("NumericEquals", "10abc")]
    [InlineData("NumericLessThanIfExists", "")]
    [InlineData("DateEquals", "yesterday")]
    [InlineData("IpAddress", "203.0.113.0/33")]
    [InlineData("NotIpAddress", "203.0.113.*")]
    [InlineData("ForAnyValue:BinaryEquals", "QQ=")]
    public void A_value_its_operator_cannot_read_is_refused_at_save(string @operator, string value) => Assert.Equal(
        "The policy failed legacy parsing",
        FaultOf(
            Statements($"{{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{{\"{@operator}\":{{\"a:b\":\"{value}\"}}}}}}"),
            PolicyKind.InlineIdentity));

    [Theory]
    [InlineData("nullIfExists")]
    [InlineData("NullIfExists")]
    [InlineData("stringEquals")]
    [InlineData("ForAllValue:StringEquals")]
    public void Operators_are_written_exactly(string @operator) => Assert.Equal(
        "Syntax errors in policy.",
        FaultOf(
            Statements($"{{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{{\"{@operator}\":{{\"a:b\":\"true\"}}}}}}"),
            PolicyKind.InlineIdentity));

    [Fact]
    public void Principals_are_listed_with_the_place_where_they_stand()
    {
        var text = Statements("""{"Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::111122223333:role/r"]},"Action":"sts:AssumeRole"}""");
        var principals = PolicyDocument.Parse(text, PolicyKind.Trust).Statements[0].Principals;
        Assert.Equal("111122223333 arn:aws:iam::111122223333:role/r", string.Join(' ', principals.Select(each => each.Value)));
        Assert.All(principals, each => Assert.Equal($"\"{each.Value}\"", text[each.Start..each.End]));
    }

    private static string? FaultOf(string text, PolicyKind kind) =>
        PolicyDocument.TryParse(text, kind, out _, out var fault) ? null : fault.Message;
}
