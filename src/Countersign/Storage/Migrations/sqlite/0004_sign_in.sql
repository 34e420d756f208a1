-- Signing in to the console: attempts under way, and the sessions they become.
CREATE TABLE sign_in_attempts (
    attempt_hash BLOB    NOT NULL PRIMARY KEY,      -- SHA-256 of the token in the browser's cookie
    account_id   TEXT    NOT NULL REFERENCES accounts (account_id),
    user_id      TEXT    NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    step         TEXT    NOT NULL CHECK (step IN ('second_factor', 'new_password')),
    password_at  INTEGER NOT NULL,
    mfa_at       INTEGER,
    mfa_serial   TEXT,
    expires_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE console_sessions (
    session_hash BLOB    NOT NULL PRIMARY KEY,      -- SHA-256 of the token in the browser's cookie
    account_id   TEXT    NOT NULL REFERENCES accounts (account_id),
    user_id      TEXT    NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    started_at   INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL,
    password_at  INTEGER NOT NULL,                  -- when the password was given last
    mfa_at       INTEGER,                           -- when the second factor was given last
    mfa_serial   TEXT,
    source_ip    TEXT    NOT NULL,
    user_agent   TEXT    NOT NULL
) STRICT;
CREATE INDEX console_sessions_of_user ON console_sessions (user_id);
