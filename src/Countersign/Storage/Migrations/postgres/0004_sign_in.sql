-- Signing in to the console: attempts under way, and the sessions they become.
CREATE TABLE sign_in_attempts (
    attempt_hash BYTEA            NOT NULL PRIMARY KEY,    -- SHA-256 of the token in the browser's cookie
    account_id   TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    user_id      TEXT COLLATE "C" NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    step         TEXT COLLATE "C" NOT NULL CHECK (step IN ('second_factor', 'new_password')),
    password_at  BIGINT           NOT NULL,
    mfa_at       BIGINT,
    mfa_serial   TEXT COLLATE "C",
    expires_at   BIGINT           NOT NULL
);

CREATE TABLE console_sessions (
    session_hash BYTEA            NOT NULL PRIMARY KEY,    -- SHA-256 of the token in the browser's cookie
    account_id   TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    user_id      TEXT COLLATE "C" NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    started_at   BIGINT           NOT NULL,
    seen_at      BIGINT           NOT NULL,
    password_at  BIGINT           NOT NULL,             -- when the password was given last
    mfa_at       BIGINT,                                -- when the second factor was given last
    mfa_serial   TEXT COLLATE "C",
    source_ip    TEXT COLLATE "C" NOT NULL,
    user_agent   TEXT COLLATE "C" NOT NULL
);
CREATE INDEX console_sessions_of_user ON console_sessions (user_id);
