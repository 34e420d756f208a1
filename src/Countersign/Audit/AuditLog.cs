using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>Takes the events that need no transaction of their own: reads, and refusals that judged nothing.</summary>
internal sealed class AuditLog(WriteBehind behind)
{
    public void Later(AuditEvent happened)
    {
        if (happened.AccountId.Length > 0)    // else refused before anybody knew whose it was: a bad signature
            behind.Post(store => store.AuditEvents.AddOnce(happened));
    }
}
