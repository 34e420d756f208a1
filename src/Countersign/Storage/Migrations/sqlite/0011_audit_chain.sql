-- The seal of the audit log: see Audit/AuditChain.cs.
CREATE TABLE audit_seals (
    number      INTEGER NOT NULL PRIMARY KEY,       -- the place in the chain: 1, 2, 3 … without gaps, in the order of sealing
    event_seq   INTEGER NOT NULL UNIQUE,            -- of audit_events; no reference, so that what was removed can be named
    event_id    TEXT    NOT NULL,
    at_ms       INTEGER NOT NULL,
    sealed_at   INTEGER NOT NULL,
    digest      BLOB    NOT NULL,                   -- HMAC of the event
    link        BLOB    NOT NULL                    -- HMAC of the link before and of this row
) STRICT;

CREATE TABLE audit_chain (
    chain_id    TEXT    NOT NULL PRIMARY KEY CHECK (chain_id = 'audit'),
    key_sealed  BLOB    NOT NULL,                   -- of the HMACs
    number      INTEGER NOT NULL,                   -- the last that was given
    last_seq    INTEGER NOT NULL,                   -- the highest event_seq that has been sealed
    link        BLOB    NOT NULL,                   -- of the last seal
    head        BLOB    NOT NULL                    -- HMAC of this row
) STRICT;

CREATE TABLE audit_gaps (                           -- numbers that were passed over: a transaction that has one may end later
    first_seq   INTEGER NOT NULL PRIMARY KEY,
    last_seq    INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL
) STRICT;
