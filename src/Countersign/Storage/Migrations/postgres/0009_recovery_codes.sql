-- Ways back in for whoever has no device at hand: a user's own set of codes, and the one code that an administrator makes.
CREATE TABLE recovery_codes (
    code_id     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id  TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    user_id     TEXT COLLATE "C" NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    kind        TEXT COLLATE "C" NOT NULL CHECK (kind IN ('own', 'bypass')),
    salt        BYTEA            NOT NULL,              -- one for all codes of a set
    hash_sealed BYTEA            NOT NULL,              -- PBKDF2 of the code, sealed: the key is the pepper
    created_at  BIGINT           NOT NULL,
    expires_at  BIGINT,                                 -- only of an administrator's code
    used_at     BIGINT,
    CHECK ((kind = 'bypass') = (expires_at IS NOT NULL))
);
CREATE INDEX recovery_codes_of_user ON recovery_codes (user_id);
CREATE UNIQUE INDEX recovery_codes_one_bypass ON recovery_codes (user_id) WHERE kind = 'bypass';
