-- Passkeys and security keys (WebAuthn): what their signatures are checked with, beside their row in mfa_devices.
CREATE TABLE passkeys (
    device_id          TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES mfa_devices (device_id) ON DELETE CASCADE,
    account_id         TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    credential_id      BYTEA            NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 1 AND 1023),
    public_key         BYTEA            NOT NULL,       -- COSE_Key
    sign_count         BIGINT           NOT NULL,       -- 0 for those that do not count; else it only ever grows
    transports         TEXT COLLATE "C" NOT NULL,       -- how browsers reach it: a hint, one blank between two
    aaguid             TEXT COLLATE "C" NOT NULL,       -- the model, as the authenticator says; zeros when it does not
    attestation_format TEXT COLLATE "C" NOT NULL,
    backup_eligible    BOOLEAN          NOT NULL,
    backed_up          BOOLEAN          NOT NULL,
    user_verified      BOOLEAN          NOT NULL,       -- whether it has ever verified its user
    CHECK (backup_eligible OR NOT backed_up)
);

-- By what authenticators know users: random, so that a lost key tells nobody's name to us, nor ours to anybody.
CREATE TABLE user_handles (
    user_id    TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES users (user_id) ON DELETE CASCADE,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    handle     BYTEA            NOT NULL UNIQUE
);

-- Challenges that have bought something: each does so once. Those that were only asked for are nowhere.
CREATE TABLE used_challenges (
    challenge_hash BYTEA            NOT NULL PRIMARY KEY,    -- SHA-256
    expires_at     BIGINT           NOT NULL
);
