-- Passkeys and security keys (WebAuthn): what their signatures are checked with, beside their row in mfa_devices.
CREATE TABLE passkeys (
    device_id          TEXT    NOT NULL PRIMARY KEY REFERENCES mfa_devices (device_id) ON DELETE CASCADE,
    account_id         TEXT    NOT NULL REFERENCES accounts (account_id),
    credential_id      BLOB    NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 1 AND 1023),
    public_key         BLOB    NOT NULL,            -- COSE_Key
    sign_count         INTEGER NOT NULL,            -- 0 for those that do not count; else it only ever grows
    transports         TEXT    NOT NULL,            -- how browsers reach it: a hint, one blank between two
    aaguid             TEXT    NOT NULL,            -- the model, as the authenticator says; zeros when it does not
    attestation_format TEXT    NOT NULL,
    backup_eligible    INTEGER NOT NULL CHECK (backup_eligible IN (0, 1)),
    backed_up          INTEGER NOT NULL CHECK (backed_up IN (0, 1)),
    user_verified      INTEGER NOT NULL CHECK (user_verified IN (0, 1)),    -- whether it has ever verified its user
    CHECK (backup_eligible = 1 OR backed_up = 0)
) STRICT;

-- By what authenticators know users: random, so that a lost key tells nobody's name to us, nor ours to anybody.
CREATE TABLE user_handles (
    user_id    TEXT NOT NULL PRIMARY KEY REFERENCES users (user_id) ON DELETE CASCADE,
    account_id TEXT NOT NULL REFERENCES accounts (account_id),
    handle     BLOB NOT NULL UNIQUE
) STRICT;

-- Challenges that have bought something: each does so once. Those that were only asked for are nowhere.
CREATE TABLE used_challenges (
    challenge_hash BLOB    NOT NULL PRIMARY KEY,    -- SHA-256
    expires_at     INTEGER NOT NULL
) STRICT;
