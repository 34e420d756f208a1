namespace Countersign.Storage.Backups;

/// <summary>Which tables a backup has. Every one that there is, but for what belongs to browsers: whoever adds a table need do nothing.</summary>
internal static class Tables
{
    /// <summary>
    /// Browsers' own: a session that was ended after the backup must not come back to life, so people sign in again, and send a file again
    /// that was not imported yet. For the same reason the keys of temporary credentials stay behind.
    /// </summary>
    public static readonly IReadOnlyList<string> LeftOut = ["console_sessions", "sign_in_attempts", "seed_uploads", "seed_upload_parts"];

    /// <summary>Has a form of its own: the keys are bare in a backup.</summary>
    public const string Keys = "data_keys";

    private const string Journal = "schemaversions";

    /// <summary>The migrations that have been run, by their names without place.</summary>
    public static async Task<IReadOnlyList<string>> Steps(Statements statements) =>
        (await statements.List<string>("SELECT scriptname FROM schemaversions ORDER BY scriptname"))
            .Select(name => name[(name.IndexOf(".Migrations.", StringComparison.Ordinal) + ".Migrations.".Length)..])
            .Select(name => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])
            .ToList();

    /// <summary>Those with rows to be saved: each after those that it refers to.</summary>
    public static async Task<IReadOnlyList<string>> InOrder(Statements statements)
    {
        var names = (await statements.List<string>(statements.IsPostgres
                ? "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
                : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"))
            .Where(name => !LeftOut.Contains(name, StringComparer.Ordinal) && name != Keys && !name.Equals(Journal, StringComparison.OrdinalIgnoreCase));
        var references = (await statements.List<(string From, string To)>(statements.IsPostgres
                ? """
                  SELECT f.relname, t.relname FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
                  WHERE c.contype = 'f' AND f.relnamespace = current_schema()::regnamespace
                  """
                : "SELECT m.name, f.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"))
            .ToLookup(reference => reference.From, reference => reference.To, StringComparer.Ordinal);

        var (ordered, waiting) = (new List<string>(), names.ToList());
        while (waiting.Count > 0)
        {
            var free = waiting.Where(name => references[name].All(other => other == name || !waiting.Contains(other, StringComparer.Ordinal))).ToList();
            if (free.Count == 0)
                throw new InvalidOperationException($"These tables refer to each other: {string.Join(", ", waiting)}.");
            ordered.AddRange(free);
            waiting.RemoveAll(name => free.Contains(name, StringComparer.Ordinal));
        }

        return ordered;
    }
}
