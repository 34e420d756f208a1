-- Users, how they prove who they are, and what they may do.
CREATE TABLE users (
    user_id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id         TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    user_name          TEXT COLLATE "C" NOT NULL,
    name_key           TEXT COLLATE "C" NOT NULL,       -- the name in lower case: names are unique whatever their case
    path               TEXT COLLATE "C" NOT NULL DEFAULT '/',
    created_at         BIGINT           NOT NULL,
    password_last_used BIGINT,
    not_before_ms      BIGINT           NOT NULL DEFAULT 0,    -- temporary credentials issued before this moment are dead
    UNIQUE (account_id, name_key)
);

CREATE TABLE login_profiles (
    user_id        TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES users (user_id),
    account_id     TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    password_hash  TEXT COLLATE "C" NOT NULL,           -- PHC string, Argon2id
    reset_required BOOLEAN          NOT NULL,
    created_at     BIGINT           NOT NULL,
    changed_at     BIGINT           NOT NULL
);

CREATE TABLE password_history (
    user_id        TEXT COLLATE "C" NOT NULL REFERENCES users (user_id),
    sequence       BIGINT           NOT NULL,           -- 1, 2, 3 … for each user
    account_id     TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    password_hash  TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id, sequence)
);

CREATE TABLE password_policies (
    account_id                 TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES accounts (account_id),
    minimum_length             BIGINT           NOT NULL,
    require_symbols            BOOLEAN          NOT NULL,
    require_numbers            BOOLEAN          NOT NULL,
    require_uppercase          BOOLEAN          NOT NULL,
    require_lowercase          BOOLEAN          NOT NULL,
    allow_users_to_change      BOOLEAN          NOT NULL,
    max_age_days               BIGINT           NOT NULL,    -- 0: passwords do not expire
    reuse_prevention           BIGINT           NOT NULL,    -- 0: old passwords may be used again
    hard_expiry                BOOLEAN          NOT NULL
);

CREATE TABLE access_keys (
    access_key_id     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id        TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    user_id           TEXT COLLATE "C" NOT NULL REFERENCES users (user_id),
    secret_sealed     BYTEA            NOT NULL,
    status            TEXT COLLATE "C" NOT NULL CHECK (status IN ('Active', 'Inactive')),
    created_at        BIGINT           NOT NULL,
    last_used_at      BIGINT,
    last_used_region  TEXT COLLATE "C",
    last_used_service TEXT COLLATE "C"
);
CREATE INDEX access_keys_of_user ON access_keys (user_id);

CREATE TABLE user_policies (
    user_id     TEXT COLLATE "C" NOT NULL REFERENCES users (user_id),
    policy_name TEXT COLLATE "C" NOT NULL,
    account_id  TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    document    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id, policy_name)
);

CREATE TABLE user_policy_attachments (
    user_id     TEXT COLLATE "C" NOT NULL REFERENCES users (user_id),
    policy_arn  TEXT COLLATE "C" NOT NULL,
    account_id  TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    attached_at BIGINT           NOT NULL,
    PRIMARY KEY (user_id, policy_arn)
);
CREATE INDEX attachments_of_policy ON user_policy_attachments (account_id, policy_arn);

CREATE TABLE tags (
    resource_id TEXT COLLATE "C" NOT NULL,              -- user_id or device_id
    key_folded  TEXT COLLATE "C" NOT NULL,              -- the key in lower case: keys that differ only in case are one
    account_id  TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    tag_key     TEXT COLLATE "C" NOT NULL,
    tag_value   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (resource_id, key_folded)
);
