using System.Collections.Concurrent;

namespace Countersign.Storage;

/// <summary>Stamps of last use: at most one a minute for each thing, written behind the answer.</summary>
internal sealed class LastUsed(WriteBehind behind)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private const int Remembered = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _stamps = new(StringComparer.Ordinal);

    public void OfAccessKey(AccessKey key, DateTimeOffset now, string region, string service)
    {
        if (IsDue($"key {key.AccessKeyId} {region} {service}", now))
            behind.Post(store => store.AccessKeys.Used(key.AccessKeyId, now, region, service));
    }

    public void OfRole(Role role, DateTimeOffset now, string region)
    {
        if (IsDue($"role {role.RoleId}", now))
            behind.Post(store => store.Roles.Used(role.RoleId, now, region));
    }

    public void OfSession(ConsoleSession session, DateTimeOffset now)
    {
        if (now - session.SeenAt >= Pause)
            behind.Post(store => store.ConsoleSessions.Seen(session.SessionHash, now));
    }

    private bool IsDue(string what, DateTimeOffset now)
    {
        if (_stamps.Count >= Remembered)
            _stamps.Clear();    // at worst a stamp is written once more
        var due = !_stamps.TryGetValue(what, out var last) || now - last >= Pause;
        if (due)
            _stamps[what] = now;
        return due;
    }
}
