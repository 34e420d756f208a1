-- Ways back in for whoever has no device at hand: a user's own set of codes, and the one code that an administrator makes.
CREATE TABLE recovery_codes (
    code_id     TEXT    NOT NULL PRIMARY KEY,
    account_id  TEXT    NOT NULL REFERENCES accounts (account_id),
    user_id     TEXT    NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    kind        TEXT    NOT NULL CHECK (kind IN ('own', 'bypass')),
    salt        BLOB    NOT NULL,                   -- one for all codes of a set
    hash_sealed BLOB    NOT NULL,                   -- PBKDF2 of the code, sealed: the key is the pepper
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER,                            -- only of an administrator's code
    used_at     INTEGER,
    CHECK ((kind = 'bypass') = (expires_at IS NOT NULL))
) STRICT;
CREATE INDEX recovery_codes_of_user ON recovery_codes (user_id);
CREATE UNIQUE INDEX recovery_codes_one_bypass ON recovery_codes (user_id) WHERE kind = 'bypass';
