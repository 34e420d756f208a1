-- Second factors, and the wrong tries counted against them.
CREATE TABLE mfa_devices (
    device_id      TEXT    NOT NULL PRIMARY KEY,
    account_id     TEXT    NOT NULL REFERENCES accounts (account_id),
    serial_number  TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    kind           TEXT    NOT NULL CHECK (kind IN ('virtual', 'oath', 'securid', 'fido2')),
    user_id        TEXT    REFERENCES users (user_id) ON DELETE RESTRICT,
    secret_sealed  BLOB,                            -- key id, nonce, AES-GCM; never the bare seed; none for fido2
    next_step      INTEGER NOT NULL DEFAULT 0,      -- the first step or counter that is still acceptable
    drift_steps    INTEGER NOT NULL DEFAULT 0,
    recent_offsets INTEGER NOT NULL DEFAULT 0,      -- Countersign.Otp.RecentOffsets, packed
    created_at     INTEGER NOT NULL,
    enabled_at     INTEGER,
    last_used_at   INTEGER,
    expires_at     INTEGER,                         -- only for a device that an unfinished console wizard made
    wizard_session BLOB,                            -- the console session (its hash) that may see such a device
    UNIQUE (account_id, serial_number),
    CHECK ((user_id IS NULL) = (enabled_at IS NULL)),
    CHECK ((kind = 'fido2') = (secret_sealed IS NULL)),
    CHECK ((expires_at IS NULL) = (wizard_session IS NULL))
) STRICT;
CREATE INDEX mfa_devices_of_user ON mfa_devices (user_id);

CREATE TABLE attempt_counters (
    account_id TEXT    NOT NULL REFERENCES accounts (account_id),
    subject    TEXT    NOT NULL,                    -- what wrong tries are counted against: Attempt.cs
    failures   INTEGER NOT NULL,                    -- in a row
    last_at_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, subject)
) STRICT;
