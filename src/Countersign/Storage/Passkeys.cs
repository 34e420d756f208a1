namespace Countersign.Storage;

/// <summary>What a passkey's signatures are checked with. Its name, owner and serial number are its <see cref="MfaDevice"/>'s.</summary>
internal sealed record Passkey
{
    public required string DeviceId { get; init; }
    public required string AccountId { get; init; }

    /// <summary>Chosen by the authenticator, 1 to 1023 bytes; no two passkeys have the same.</summary>
    public required byte[] CredentialId { get; init; }

    /// <summary>A COSE_Key (RFC 9052, section 7).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>0 for passkeys that do not count, such as synchronised ones.</summary>
    public required long SignCount { get; init; }

    /// <summary>How browsers reach it: a hint for them.</summary>
    public required string Transports { get; init; }

    /// <summary>The model, as the authenticator says.</summary>
    public required string Aaguid { get; init; }
    public required string AttestationFormat { get; init; }

    /// <summary>Whether it may be copied to other devices of its owner: fixed for its life.</summary>
    public required bool BackupEligible { get; init; }

    /// <summary>Whether it has been copied, when it was used last.</summary>
    public required bool BackedUp { get; init; }

    /// <summary>Whether it has ever verified its user, by PIN, finger or face.</summary>
    public required bool UserVerified { get; init; }
}

/// <summary>The tables <c>passkeys</c> and <c>user_handles</c>.</summary>
internal readonly struct Passkeys(Statements statements)
{
    private const string Columns = """
        p.device_id, p.account_id, p.credential_id, p.public_key, p.sign_count, p.transports, p.aaguid, p.attestation_format,
        p.backup_eligible, p.backed_up, p.user_verified
        """;

    /// <summary>The passkeys of a user.</summary>
    public Task<IReadOnlyList<Passkey>> Of(string userId) => statements.List<Passkey>(
        $"SELECT {Columns} FROM passkeys p JOIN mfa_devices d ON d.device_id = p.device_id WHERE d.user_id = @userId ORDER BY p.device_id",
        new { userId });

    public Task<Passkey?> Find(byte[] credentialId) => statements.Find<Passkey?>(
        $"SELECT {Columns} FROM passkeys p WHERE p.credential_id = @credentialId", new { credentialId });

    /// <summary>Adds a passkey, and gives the device that it is to its user.</summary>
    /// <returns>False when the credential is registered already, for whomever.</returns>
    public async Task<bool> Add(Passkey passkey, string userId, DateTimeOffset now)
    {
        var added = await statements.Change("""
            INSERT INTO passkeys (device_id, account_id, credential_id, public_key, sign_count, transports, aaguid, attestation_format,
                                  backup_eligible, backed_up, user_verified)
            VALUES (@DeviceId, @AccountId, @CredentialId, @PublicKey, @SignCount, @Transports, @Aaguid, @AttestationFormat,
                    @BackupEligible, @BackedUp, @UserVerified)
            ON CONFLICT (credential_id) DO NOTHING
            """, passkey);
        return added == 1 && await statements.Change(
            "UPDATE mfa_devices SET user_id = @userId, enabled_at = @now WHERE device_id = @DeviceId AND user_id IS NULL",
            new { userId, now, passkey.DeviceId }) == 1;
    }

    /// <summary>Takes down that a passkey was used: the row count is the answer, so that a counter never goes back, on whatever node.</summary>
    /// <returns>False when its counter has moved meanwhile, or it is no longer its user's.</returns>
    public async Task<bool> Used(MfaDevice device, uint signCount, bool backedUp, bool userVerified, DateTimeOffset now)
    {
        var use = new { device.DeviceId, device.UserId, signCount = (long)signCount, backedUp, userVerified, now };
        return await statements.Change("""
            UPDATE passkeys
            SET sign_count = @signCount, backed_up = @backedUp, user_verified = user_verified OR @userVerified
            WHERE device_id = @DeviceId AND (sign_count < @signCount OR (sign_count = 0 AND @signCount = 0))
            """, use) == 1
            && await statements.Change(
                "UPDATE mfa_devices SET last_used_at = @now WHERE device_id = @DeviceId AND user_id = @UserId", use) == 1;
    }

    /// <summary>By what authenticators know a user; null before the first passkey.</summary>
    public Task<byte[]?> HandleOf(string userId) => statements.Value<byte[]?>(
        "SELECT handle FROM user_handles WHERE user_id = @userId", new { userId });

    /// <summary>Gives a user a handle; the first one stays for good, so that an authenticator replaces its passkey and does not add another.</summary>
    /// <returns>False when the user has another one already.</returns>
    public async Task<bool> GiveHandle(User user, byte[] handle)
    {
        await statements.Change(
            "INSERT INTO user_handles (user_id, account_id, handle) VALUES (@UserId, @AccountId, @handle) ON CONFLICT DO NOTHING",
            new { user.UserId, user.AccountId, handle });
        return await HandleOf(user.UserId) is { } kept && kept.AsSpan().SequenceEqual(handle);
    }
}
