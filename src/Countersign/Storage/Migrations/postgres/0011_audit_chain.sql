-- The seal of the audit log: see Audit/AuditChain.cs.
CREATE TABLE audit_seals (
    number      BIGINT           NOT NULL PRIMARY KEY,  -- the place in the chain: 1, 2, 3 … without gaps, in the order of sealing
    event_seq   BIGINT           NOT NULL UNIQUE,       -- of audit_events; no reference, so that what was removed can be named
    event_id    TEXT COLLATE "C" NOT NULL,
    at_ms       BIGINT           NOT NULL,
    sealed_at   BIGINT           NOT NULL,
    digest      BYTEA            NOT NULL,              -- HMAC of the event
    link        BYTEA            NOT NULL               -- HMAC of the link before and of this row
);

CREATE TABLE audit_chain (
    chain_id    TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (chain_id = 'audit'),
    key_sealed  BYTEA            NOT NULL,              -- of the HMACs
    number      BIGINT           NOT NULL,              -- the last that was given
    last_seq    BIGINT           NOT NULL,              -- the highest event_seq that has been sealed
    link        BYTEA            NOT NULL,              -- of the last seal
    head        BYTEA            NOT NULL               -- HMAC of this row
);

CREATE TABLE audit_gaps (                               -- numbers that were passed over: a transaction that has one may end later
    first_seq   BIGINT           NOT NULL PRIMARY KEY,
    last_seq    BIGINT           NOT NULL,
    seen_at     BIGINT           NOT NULL
);
