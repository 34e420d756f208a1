namespace Countersign.Storage;

/// <summary>A token of the inventory, with the name of whose it is.</summary>
internal sealed record Token
{
    public required MfaDevice Device { get; init; }

    /// <summary>Null when it is nobody's.</summary>
    public string? UserName { get; init; }
}

/// <summary>How many tokens there are.</summary>
internal sealed record TokenCounts
{
    public required int All { get; init; }

    /// <summary>Somebody's.</summary>
    public required int Assigned { get; init; }

    /// <summary>Nobody's, and ready to be assigned.</summary>
    public required int Available { get; init; }
    public required int Lost { get; init; }
    public required int Disabled { get; init; }
}

/// <summary>A device that has a serial number already.</summary>
internal sealed record TakenSerial
{
    public required string SerialNumber { get; init; }
    public required string DeviceId { get; init; }
    public required string Kind { get; init; }

    /// <summary>Null for a kind that has no seed.</summary>
    public byte[]? SecretSealed { get; init; }
}

/// <summary>The token inventory: the rows of <c>mfa_devices</c> whose kind comes out of makers' files.</summary>
internal readonly struct Tokens(Statements statements, Sealing sealing)
{
    private const string Columns = """
        d.device_id, d.account_id, d.serial_number, d.name, d.kind, d.parameters, d.user_id, d.next_step, d.drift_steps, d.recent_offsets,
        d.status, d.manufacturer, d.model, d.intended_for, d.valid_from, d.valid_until, d.created_at, d.enabled_at, d.last_used_at
        """;

    /// <summary>Tokens in the order of their serial numbers, after one.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="kinds">The kinds that are tokens.</param>
    /// <param name="search">What the serial number begins with; empty for all.</param>
    /// <param name="state"><c>assigned</c>, or a status of one that is nobody's; empty for all.</param>
    /// <param name="after">The last one of the page before; empty for the first page.</param>
    /// <param name="limit">How many at most.</param>
    public async Task<IReadOnlyList<Token>> Page(
        string accountId, IReadOnlyList<string> kinds, string search, string state, string after, int limit) =>
        Together(await statements.Pairs<MfaDevice, Holder?>($"""
        SELECT {Columns}, u.user_name
        FROM mfa_devices d LEFT JOIN users u ON u.user_id = d.user_id
        WHERE d.account_id = @accountId AND d.kind IN @kinds AND d.serial_number > @after
          AND d.serial_number >= @search AND substr(d.serial_number, 1, @length) = @search
          AND (@state = '' OR (@state = 'assigned' AND d.user_id IS NOT NULL) OR (d.user_id IS NULL AND d.status = @state))
        ORDER BY d.serial_number LIMIT @limit
        """, new { accountId, kinds, search, length = search.Length, state, after, limit }, second: "user_name"));

    /// <summary>One token; null when there is none of this serial number.</summary>
    public async Task<Token?> Find(string accountId, IReadOnlyList<string> kinds, string serial) =>
        Together(await statements.Pairs<MfaDevice, Holder?>($"""
        SELECT {Columns}, u.user_name
        FROM mfa_devices d LEFT JOIN users u ON u.user_id = d.user_id
        WHERE d.account_id = @accountId AND d.serial_number = @serial AND d.kind IN @kinds
        """, new { accountId, kinds, serial }, second: "user_name")).SingleOrDefault();

    public Task<TokenCounts> Count(string accountId, IReadOnlyList<string> kinds) => statements.Get<TokenCounts>("""
        SELECT count(*) AS "All", count(user_id) AS Assigned, count(*) FILTER (WHERE user_id IS NULL AND status = 'available') AS Available,
               count(*) FILTER (WHERE status = 'lost') AS Lost, count(*) FILTER (WHERE status = 'disabled') AS Disabled
        FROM mfa_devices WHERE account_id = @accountId AND kind IN @kinds
        """, new { accountId, kinds });

    /// <summary>Who has these serial numbers already, devices of every kind.</summary>
    public async Task<IReadOnlyDictionary<string, TakenSerial>> Taken(string accountId, IReadOnlyList<string> serials) =>
        (await statements.List<TakenSerial>(
            "SELECT serial_number, device_id, kind, secret_sealed FROM mfa_devices WHERE account_id = @accountId AND serial_number IN @serials",
            new { accountId, serials }))
        .ToDictionary(taken => taken.SerialNumber, StringComparer.Ordinal);

    /// <summary>The seed of what holds a serial number, opened. The caller wipes it.</summary>
    public byte[] Secret(TakenSerial taken) => sealing.Open(taken.SecretSealed ?? [], "mfa_devices", "secret_sealed", taken.DeviceId);

    /// <summary>Adds tokens whose serial numbers are free.</summary>
    public async Task Add(IEnumerable<(MfaDevice Device, ReadOnlyMemory<byte> Secret)> tokens)
    {
        var seal = sealing;    // a struct's members are not for lambdas
        await statements.ChangeMany("""
            INSERT INTO mfa_devices (device_id, account_id, serial_number, name, kind, parameters, secret_sealed, next_step, drift_steps,
                                     status, manufacturer, model, intended_for, valid_from, valid_until, created_at)
            VALUES (@DeviceId, @AccountId, @SerialNumber, @Name, @Kind, @Parameters, @blob, @NextStep, @DriftSteps,
                    @Status, @Manufacturer, @Model, @IntendedFor, @ValidFrom, @ValidUntil, @CreatedAt)
            """, tokens.Select(token => new
        {
            token.Device.DeviceId,
            token.Device.AccountId,
            token.Device.SerialNumber,
            token.Device.Name,
            token.Device.Kind,
            token.Device.Parameters,
            blob = seal.Seal(token.Secret.Span, "mfa_devices", "secret_sealed", token.Device.DeviceId),
            token.Device.NextStep,
            token.Device.DriftSteps,
            token.Device.Status,
            token.Device.Manufacturer,
            token.Device.Model,
            token.Device.IntendedFor,
            token.Device.ValidFrom,
            token.Device.ValidUntil,
            token.Device.CreatedAt,
        }));
    }

    /// <summary>Says whether a token that is nobody's may be assigned.</summary>
    /// <returns>False when it is somebody's, or gone.</returns>
    public async Task<bool> SetStatus(string deviceId, string status) => await statements.Change(
        "UPDATE mfa_devices SET status = @status WHERE device_id = @deviceId AND user_id IS NULL", new { deviceId, status }) == 1;

    private static List<Token> Together(IReadOnlyList<(MfaDevice Device, Holder? Holder)> rows) =>
        [.. rows.Select(row => new Token { Device = row.Device, UserName = row.Holder?.UserName })];

    private sealed record Holder(string UserName);
}
