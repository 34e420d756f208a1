-- Second factors, and the wrong tries counted against them.
CREATE TABLE mfa_devices (
    device_id      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id     TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    serial_number  TEXT COLLATE "C" NOT NULL,
    name           TEXT COLLATE "C" NOT NULL,
    kind           TEXT COLLATE "C" NOT NULL CHECK (kind IN ('virtual', 'oath', 'securid', 'fido2')),
    user_id        TEXT COLLATE "C" REFERENCES users (user_id) ON DELETE RESTRICT,
    secret_sealed  BYTEA,                               -- key id, nonce, AES-GCM; never the bare seed; none for fido2
    next_step      BIGINT           NOT NULL DEFAULT 0,    -- the first step or counter that is still acceptable
    drift_steps    BIGINT           NOT NULL DEFAULT 0,
    recent_offsets BIGINT           NOT NULL DEFAULT 0,    -- Countersign.Otp.RecentOffsets, packed
    created_at     BIGINT           NOT NULL,
    enabled_at     BIGINT,
    last_used_at   BIGINT,
    expires_at     BIGINT,                              -- only for a device that an unfinished console wizard made
    wizard_session BYTEA,                               -- the console session (its hash) that may see such a device
    UNIQUE (account_id, serial_number),
    CHECK ((user_id IS NULL) = (enabled_at IS NULL)),
    CHECK ((kind = 'fido2') = (secret_sealed IS NULL)),
    CHECK ((expires_at IS NULL) = (wizard_session IS NULL))
);
CREATE INDEX mfa_devices_of_user ON mfa_devices (user_id);

CREATE TABLE attempt_counters (
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    subject    TEXT COLLATE "C" NOT NULL,               -- what wrong tries are counted against: Attempt.cs
    failures   BIGINT           NOT NULL,               -- in a row
    last_at_ms BIGINT           NOT NULL,
    PRIMARY KEY (account_id, subject)
);
