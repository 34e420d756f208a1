-- Users, how they prove who they are, and what they may do.
CREATE TABLE users (
    user_id            TEXT    NOT NULL PRIMARY KEY,
    account_id         TEXT    NOT NULL REFERENCES accounts (account_id),
    user_name          TEXT    NOT NULL,
    name_key           TEXT    NOT NULL,            -- the name in lower case: names are unique whatever their case
    path               TEXT    NOT NULL DEFAULT '/',
    created_at         INTEGER NOT NULL,
    password_last_used INTEGER,
    not_before_ms      INTEGER NOT NULL DEFAULT 0,  -- temporary credentials issued before this moment are dead
    UNIQUE (account_id, name_key)
) STRICT;

CREATE TABLE login_profiles (
    user_id        TEXT    NOT NULL PRIMARY KEY REFERENCES users (user_id),
    account_id     TEXT    NOT NULL REFERENCES accounts (account_id),
    password_hash  TEXT    NOT NULL,                -- PHC string, Argon2id
    reset_required INTEGER NOT NULL CHECK (reset_required IN (0, 1)),
    created_at     INTEGER NOT NULL,
    changed_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE password_history (
    user_id        TEXT    NOT NULL REFERENCES users (user_id),
    sequence       INTEGER NOT NULL,                -- 1, 2, 3 … for each user
    account_id     TEXT    NOT NULL REFERENCES accounts (account_id),
    password_hash  TEXT    NOT NULL,
    PRIMARY KEY (user_id, sequence)
) STRICT;

CREATE TABLE password_policies (
    account_id                 TEXT    NOT NULL PRIMARY KEY REFERENCES accounts (account_id),
    minimum_length             INTEGER NOT NULL,
    require_symbols            INTEGER NOT NULL,
    require_numbers            INTEGER NOT NULL,
    require_uppercase          INTEGER NOT NULL,
    require_lowercase          INTEGER NOT NULL,
    allow_users_to_change      INTEGER NOT NULL,
    max_age_days               INTEGER NOT NULL,    -- 0: passwords do not expire
    reuse_prevention           INTEGER NOT NULL,    -- 0: old passwords may be used again
    hard_expiry                INTEGER NOT NULL
) STRICT;

CREATE TABLE access_keys (
    access_key_id     TEXT    NOT NULL PRIMARY KEY,
    account_id        TEXT    NOT NULL REFERENCES accounts (account_id),
    user_id           TEXT    NOT NULL REFERENCES users (user_id),
    secret_sealed     BLOB    NOT NULL,
    status            TEXT    NOT NULL CHECK (status IN ('Active', 'Inactive')),
    created_at        INTEGER NOT NULL,
    last_used_at      INTEGER,
    last_used_region  TEXT,
    last_used_service TEXT
) STRICT;
CREATE INDEX access_keys_of_user ON access_keys (user_id);

CREATE TABLE user_policies (
    user_id     TEXT NOT NULL REFERENCES users (user_id),
    policy_name TEXT NOT NULL,
    account_id  TEXT NOT NULL REFERENCES accounts (account_id),
    document    TEXT NOT NULL,
    PRIMARY KEY (user_id, policy_name)
) STRICT;

CREATE TABLE user_policy_attachments (
    user_id     TEXT    NOT NULL REFERENCES users (user_id),
    policy_arn  TEXT    NOT NULL,
    account_id  TEXT    NOT NULL REFERENCES accounts (account_id),
    attached_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, policy_arn)
) STRICT;
CREATE INDEX attachments_of_policy ON user_policy_attachments (account_id, policy_arn);

CREATE TABLE tags (
    resource_id TEXT NOT NULL,                      -- user_id or device_id
    key_folded  TEXT NOT NULL,                      -- the key in lower case: keys that differ only in case are one
    account_id  TEXT NOT NULL REFERENCES accounts (account_id),
    tag_key     TEXT NOT NULL,
    tag_value   TEXT NOT NULL,
    PRIMARY KEY (resource_id, key_folded)
) STRICT;
