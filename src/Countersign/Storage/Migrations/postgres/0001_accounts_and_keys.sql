-- The account, and the keys that seal every secret in this database.
CREATE TABLE accounts (
    account_id   TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(account_id) = 12),
    alias        TEXT COLLATE "C" UNIQUE,
    created_at   BIGINT           NOT NULL,             -- Unix seconds, UTC, as everywhere unless the name says otherwise
    revision     BIGINT           NOT NULL DEFAULT 1    -- grows with every write to identities or policies: see Principals.cs
);

CREATE TABLE data_keys (
    key_id       BIGINT           NOT NULL PRIMARY KEY,
    purpose      TEXT COLLATE "C" NOT NULL CHECK (purpose IN ('data', 'session')),
    wrapped      BYTEA            NOT NULL,             -- nonce, AES-256-GCM under the master key
    created_at   BIGINT           NOT NULL
);

CREATE TABLE data_protection_keys (
    name         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    xml_sealed   BYTEA            NOT NULL
);
