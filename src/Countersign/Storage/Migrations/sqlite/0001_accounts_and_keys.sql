-- The account, and the keys that seal every secret in this database.
CREATE TABLE accounts (
    account_id   TEXT    NOT NULL PRIMARY KEY CHECK (length(account_id) = 12),
    alias        TEXT    UNIQUE,
    created_at   INTEGER NOT NULL,                  -- Unix seconds, UTC, as everywhere unless the name says otherwise
    revision     INTEGER NOT NULL DEFAULT 1         -- grows with every write to identities or policies: see Principals.cs
) STRICT;

CREATE TABLE data_keys (
    key_id       INTEGER NOT NULL PRIMARY KEY,
    purpose      TEXT    NOT NULL CHECK (purpose IN ('data', 'session')),
    wrapped      BLOB    NOT NULL,                  -- nonce, AES-256-GCM under the master key
    created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE data_protection_keys (
    name         TEXT    NOT NULL PRIMARY KEY,
    xml_sealed   BLOB    NOT NULL
) STRICT;
