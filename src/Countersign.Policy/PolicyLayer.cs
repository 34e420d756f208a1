namespace Countersign.Policy;

/// <summary>The layers a decision is made of.</summary>
public enum LayerKind
{
    /// <summary>Identity-based policies.</summary>
    Identity,

    /// <summary>The permissions boundary.</summary>
    Boundary,

    /// <summary>Session policies.</summary>
    Session,

    /// <summary>The resource-based policy; for AssumeRole the role's trust policy.</summary>
    Resource,

    /// <summary>Service control policies.</summary>
    ServiceControl,
}

/// <summary>Policies that speak with one voice: any of them may allow, any may deny.</summary>
public sealed class PolicyLayer
{
    /// <summary>A layer without policies: allows nothing.</summary>
    public static readonly PolicyLayer Empty = new([]);

    private readonly int[] _anyService;
    private readonly Dictionary<string, List<int>> _byService = new(StringComparer.Ordinal);

    /// <summary>Puts policies together and indexes their statements by the service their actions belong to.</summary>
    public PolicyLayer(IReadOnlyList<NamedPolicy> policies)
    {
        Policies = policies;
        var statements = new List<Placed>();
        var anyService = new List<int>();
        for (var i = 0; i < policies.Count; i++)
        {
            foreach (var statement in policies[i].Document.Statements)
            {
                Index(statement, statements.Count, anyService);
                statements.Add(new Placed(i, policies[i], statement));
            }
        }

        Statements = [.. statements];
        _anyService = [.. anyService];
    }

    /// <summary>A layer of one policy.</summary>
    public PolicyLayer(NamedPolicy policy)
        : this([policy])
    {
    }

    /// <summary>The policies, in the order given.</summary>
    public IReadOnlyList<NamedPolicy> Policies { get; }

    /// <summary>All statements, in order.</summary>
    internal Placed[] Statements { get; }

    /// <summary>The statements that may be about a service, in order; the others cannot apply.</summary>
    internal Candidates StatementsFor(string service) => new(
        Statements, _byService.TryGetValue(service, out var specific) ? specific : [], _anyService);

    private void Index(Statement statement, int at, List<int> anyService)
    {
        if (statement.IsNotAction || Array.Exists(statement.Actions, action => action.Service is null))
        {
            anyService.Add(at);
            return;
        }

        foreach (var action in statement.Actions)
        {
            if (!_byService.TryGetValue(action.Service!, out var list))
                _byService[action.Service!] = list = [];
            if (list.Count == 0 || list[^1] != at)
                list.Add(at);
        }
    }

    /// <summary>A statement with the policy it belongs to.</summary>
    internal readonly record struct Placed(int PolicyIndex, NamedPolicy Policy, Statement Statement);

    /// <summary>Walks two ascending lists of statement numbers as one.</summary>
    internal ref struct Candidates(Placed[] all, List<int> specific, int[] anyService)
    {
        private int _specific;
        private int _any;

        public Placed Current { get; private set; }

        public bool MoveNext()
        {
            var specificAt = _specific < specific.Count ? specific[_specific] : int.MaxValue;
            var anyAt = _any < anyService.Length ? anyService[_any] : int.MaxValue;
            if (specificAt == int.MaxValue && anyAt == int.MaxValue)
                return false;
            if (specificAt < anyAt)
            {
                Current = all[specificAt];
                _specific++;
            }
            else
            {
                Current = all[anyAt];
                _any++;
            }

            return true;
        }

        public readonly Candidates GetEnumerator() => this;
    }
}
