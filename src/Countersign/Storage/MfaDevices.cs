using Countersign.Otp;

namespace Countersign.Storage;

/// <summary>An MFA device.</summary>
internal sealed record MfaDevice
{
    public const string Available = "available";
    public const string Lost = "lost";
    public const string Disabled = "disabled";

    public required string DeviceId { get; init; }
    public required string AccountId { get; init; }
    public required string SerialNumber { get; init; }
    public required string Name { get; init; }

    /// <summary><c>virtual</c>, <c>oath</c>, <c>securid</c> or <c>fido2</c>: <see cref="Mfa.SecondFactor.Kind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What the kind must know beside the secret, in its own words; empty for what is usual.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>Of a token in the inventory: <see cref="Available"/>, <see cref="Lost"/> or <see cref="Disabled"/>.</summary>
    public string Status { get; init; } = Available;
    public string? Manufacturer { get; init; }
    public string? Model { get; init; }

    /// <summary>The user that the maker's file names; null when it names none.</summary>
    public string? IntendedFor { get; init; }

    /// <summary>The maker's dates: outside them the token is refused.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <inheritdoc cref="ValidFrom"/>
    public DateTimeOffset? ValidUntil { get; init; }
    public string? UserId { get; init; }
    public required long NextStep { get; init; }
    public required int DriftSteps { get; init; }
    public required int RecentOffsets { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EnabledAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public byte[]? WizardSession { get; init; }

    /// <summary>The secret as it is stored, where the device was read to judge a code; null in lists and for kinds without one.</summary>
    public byte[]? SecretSealed { get; init; }

    /// <summary>What decides whether the next code is right, fresh or used.</summary>
    public OathState State => new(NextStep, DriftSteps, Countersign.Otp.RecentOffsets.Unpack(RecentOffsets));
}

/// <summary>The table <c>mfa_devices</c>.</summary>
internal readonly struct MfaDevices(Statements statements, Sealing sealing)
{
    private const string Columns = """
        device_id, account_id, serial_number, name, kind, parameters, user_id, next_step, drift_steps, recent_offsets,
        status, manufacturer, model, intended_for, valid_from, valid_until, created_at, enabled_at, last_used_at, expires_at, wizard_session
        """;

    public Task<MfaDevice?> Find(string accountId, string serial) => statements.Find<MfaDevice?>(
        $"SELECT {Columns} FROM mfa_devices WHERE account_id = @accountId AND serial_number = @serial", new { accountId, serial });

    public Task<MfaDevice?> FindById(string deviceId) => statements.Find<MfaDevice?>(
        $"SELECT {Columns} FROM mfa_devices WHERE device_id = @deviceId", new { deviceId });

    /// <summary>A user's devices, the last used first, then the youngest.</summary>
    public Task<IReadOnlyList<MfaDevice>> Of(string userId) => statements.List<MfaDevice>(
        $"SELECT {Columns} FROM mfa_devices WHERE user_id = @userId ORDER BY coalesce(last_used_at, 0) DESC, enabled_at DESC, device_id",
        new { userId });

    /// <summary>The device whose code a user means: by its serial number, else the one used last; null when no device that shows codes is meant.</summary>
    public async Task<MfaDevice?> Pick(User user, Countersign.SerialNumber? serial)
    {
        var devices = Ask("@UserId", user);
        await statements.Send();
        return Pick(devices.Rows, serial);
    }

    /// <inheritdoc cref="Pick(User, Countersign.SerialNumber?)"/>
    public static MfaDevice? Pick(IReadOnlyList<MfaDevice> devices, Countersign.SerialNumber? serial) => devices.FirstOrDefault(
        device => device.Kind != Mfa.Passkeys.PasskeyDevice.Name && (serial is null || device.SerialNumber == serial.Value));

    /// <summary>A user's devices with their secrets, in the order of <see cref="Of"/>.</summary>
    /// <inheritdoc cref="Users.Ask"/>
    public Statements.Asked<MfaDevice> Ask(string who, object named) => statements.Ask<MfaDevice>($"""
        SELECT {Columns}, secret_sealed FROM mfa_devices
        WHERE user_id = {who} ORDER BY coalesce(last_used_at, 0) DESC, enabled_at DESC, device_id
        """, named);

    /// <summary>A user's devices in the order of their serial numbers, after one.</summary>
    public Task<IReadOnlyList<MfaDevice>> PageOf(string userId, string after, int limit) => statements.List<MfaDevice>(
        $"SELECT {Columns} FROM mfa_devices WHERE user_id = @userId AND serial_number > @after ORDER BY serial_number LIMIT @limit",
        new { userId, after, limit });

    /// <summary>Virtual devices in the order of their serial numbers; unfinished wizards' are not shown. Assigned null means all.</summary>
    public Task<IReadOnlyList<MfaDevice>> VirtualPage(string accountId, bool? assigned, string after, int limit) =>
        statements.List<MfaDevice>($"""
        SELECT {Columns} FROM mfa_devices
        WHERE account_id = @accountId AND kind = '{Mfa.VirtualDevice.Name}' AND expires_at IS NULL AND serial_number > @after
          AND (CAST(@assigned AS BOOLEAN) IS NULL OR (user_id IS NOT NULL) = CAST(@assigned AS BOOLEAN))
        ORDER BY serial_number LIMIT @limit
        """, new { accountId, assigned, after, limit });

    public Task<int> CountOf(string userId) => statements.Value<int>(
        "SELECT count(*) FROM mfa_devices WHERE user_id = @userId", new { userId });

    /// <summary>How many devices the account has, and how many are somebody's.</summary>
    public Task<(int All, int Assigned)> Count(string accountId) => statements.Get<(int, int)>(
        "SELECT count(*), count(user_id) FROM mfa_devices WHERE account_id = @accountId AND expires_at IS NULL", new { accountId });

    /// <summary>The kinds of device that each of some users has.</summary>
    public async Task<ILookup<string, string>> KindsOf(IReadOnlyList<string> userIds) =>
        (await statements.List<(string UserId, string Kind)>(
            "SELECT DISTINCT user_id, kind FROM mfa_devices WHERE user_id IN @userIds", new { userIds }))
        .ToLookup(row => row.UserId, row => row.Kind, StringComparer.Ordinal);

    /// <summary>The seed, opened.</summary>
    /// <remarks>The caller wipes it.</remarks>
    public async Task<byte[]> Secret(MfaDevice device) => sealing.Open(
        device.SecretSealed ?? await statements.Value<byte[]>(
            "SELECT secret_sealed FROM mfa_devices WHERE device_id = @DeviceId", device) ?? [],
        "mfa_devices", "secret_sealed", device.DeviceId);

    /// <summary>Puts another secret in the place of the device's.</summary>
    public Task Reseal(MfaDevice device, ReadOnlyMemory<byte> secret, string parameters) => statements.Later(
        "UPDATE mfa_devices SET secret_sealed = @blob, parameters = @parameters WHERE device_id = @DeviceId",
        new { blob = sealing.Seal(secret.Span, "mfa_devices", "secret_sealed", device.DeviceId), parameters, device.DeviceId });

    /// <returns>False when the serial number is taken.</returns>
    /// <param name="device">Nobody's yet.</param>
    /// <param name="secret">Its seed; null for a kind that has none.</param>
    public async Task<bool> Add(MfaDevice device, ReadOnlyMemory<byte>? secret) => await statements.Change("""
        INSERT INTO mfa_devices (device_id, account_id, serial_number, name, kind, parameters, secret_sealed, next_step, drift_steps,
                                 status, manufacturer, model, intended_for, valid_from, valid_until, created_at, expires_at, wizard_session)
        VALUES (@DeviceId, @AccountId, @SerialNumber, @Name, @Kind, @Parameters, @blob, @NextStep, @DriftSteps,
                @Status, @Manufacturer, @Model, @IntendedFor, @ValidFrom, @ValidUntil, @CreatedAt, @ExpiresAt, @WizardSession)
        ON CONFLICT (account_id, serial_number) DO NOTHING
        """, new
    {
        device.DeviceId,
        device.AccountId,
        device.SerialNumber,
        device.Name,
        device.Kind,
        device.Parameters,
        blob = secret is { } seed ? sealing.Seal(seed.Span, "mfa_devices", "secret_sealed", device.DeviceId) : null,
        device.NextStep,
        device.DriftSteps,
        device.Status,
        device.Manufacturer,
        device.Model,
        device.IntendedFor,
        device.ValidFrom,
        device.ValidUntil,
        device.CreatedAt,
        device.ExpiresAt,
        device.WizardSession,
    }) == 1;

    /// <summary>Gives the device to a user; both codes are spent, and have settled its parameters.</summary>
    /// <returns>False when it has become somebody's, or the codes were used, meanwhile.</returns>
    public async Task<bool> Assign(MfaDevice device, string userId, OathState state, string parameters, DateTimeOffset now) =>
        await statements.Change("""
        UPDATE mfa_devices
        SET user_id = @userId, enabled_at = @now, next_step = @NextStep, drift_steps = @DriftSteps, recent_offsets = @recent,
            parameters = @parameters, expires_at = NULL, wizard_session = NULL
        WHERE device_id = @DeviceId AND user_id IS NULL AND status = 'available' AND next_step < @NextStep
        """, Moved(device, state, userId, now, parameters)) == 1;

    /// <summary>Gives the device to a user without a code: its seed comes from where the user had it before.</summary>
    /// <returns>False when it has become somebody's meanwhile.</returns>
    public async Task<bool> Give(MfaDevice device, string userId, DateTimeOffset now) => await statements.Change(
        "UPDATE mfa_devices SET user_id = @userId, enabled_at = @now WHERE device_id = @DeviceId AND user_id IS NULL",
        new { userId, now, device.DeviceId }) == 1;

    /// <summary>Spends a code: the row count is the answer, so that of two that race only one wins, on whatever node.</summary>
    /// <returns>False when the code's step was spent already.</returns>
    public async Task<bool> Spend(MfaDevice device, OathState state, DateTimeOffset now) => await statements.Change("""
        UPDATE mfa_devices SET next_step = @NextStep, drift_steps = @DriftSteps, recent_offsets = @recent, last_used_at = @now
        WHERE device_id = @DeviceId AND user_id = @userId AND next_step < @NextStep
        """, Moved(device, state, device.UserId, now)) == 1;

    /// <summary>Sets the clock's offset anew after a resync by an administrator: the only way that <c>next_step</c> may fall.</summary>
    public async Task<bool> Reset(MfaDevice device, OathState state, DateTimeOffset now) => await statements.Change("""
        UPDATE mfa_devices SET next_step = @NextStep, drift_steps = @DriftSteps, recent_offsets = @recent
        WHERE device_id = @DeviceId AND user_id = @userId
        """, Moved(device, state, device.UserId, now)) == 1;

    /// <summary>Takes the device from its user; what it has spent stays spent.</summary>
    public async Task<bool> Unassign(MfaDevice device) => await statements.Change(
        "UPDATE mfa_devices SET user_id = NULL, enabled_at = NULL WHERE device_id = @DeviceId AND user_id = @UserId", device) == 1;

    public Task Rename(MfaDevice device, string name) => statements.Later(
        "UPDATE mfa_devices SET name = @name WHERE device_id = @DeviceId", new { name, device.DeviceId });

    /// <returns>False when it is assigned, or gone.</returns>
    public async Task<bool> Remove(string deviceId) => await statements.Change(
        "DELETE FROM mfa_devices WHERE device_id = @deviceId AND user_id IS NULL", new { deviceId }) == 1;

    /// <summary>Removes what wizards left unfinished.</summary>
    public Task Sweep(DateTimeOffset now) => statements.Later(
        "DELETE FROM mfa_devices WHERE expires_at < @now AND user_id IS NULL", new { now });

    private static object Moved(MfaDevice device, OathState state, string? userId, DateTimeOffset now, string parameters = "") => new
    {
        device.DeviceId,
        userId,
        parameters,
        state.NextStep,
        state.DriftSteps,
        recent = state.Recent.Pack(),
        now,
    };
}
