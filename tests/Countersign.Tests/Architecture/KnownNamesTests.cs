using Countersign.Policy;

namespace Countersign.Tests.Architecture;

/// <summary>The lint knows every action there is here: <c>Linting/known-names.txt</c> grows with the operations.</summary>
[Collection<SharedServer>]
public sealed class KnownNamesTests(TestServer server)
{
    [Fact]
    public void Every_operation_is_an_action_that_the_lint_knows() => Assert.Empty(
        from operation in server.Service<Operations>().All
        from finding in PolicyLint.Check(
            $$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"{{operation.Action}}","Resource":"*"} }""", PolicyKind.ManagedIdentity)
        where finding.Code == "INVALID_ACTION"
        select operation.Action);
}
