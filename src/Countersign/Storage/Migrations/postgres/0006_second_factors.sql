-- Hardware tokens beside authenticator apps, and what an account demands of its users.
ALTER TABLE mfa_devices ADD COLUMN parameters   TEXT COLLATE "C" NOT NULL DEFAULT '';           -- what the kind must know beside the secret, in its own words
ALTER TABLE mfa_devices ADD COLUMN status       TEXT COLLATE "C" NOT NULL DEFAULT 'available'   -- of a token in the inventory
    CHECK (status IN ('available', 'lost', 'disabled'));
ALTER TABLE mfa_devices ADD COLUMN manufacturer TEXT COLLATE "C";
ALTER TABLE mfa_devices ADD COLUMN model        TEXT COLLATE "C";
ALTER TABLE mfa_devices ADD COLUMN intended_for TEXT COLLATE "C";                               -- the user that the maker's file names
ALTER TABLE mfa_devices ADD COLUMN valid_from   BIGINT;                            -- the maker's dates: outside them it is refused
ALTER TABLE mfa_devices ADD COLUMN valid_until  BIGINT;

ALTER TABLE accounts ADD COLUMN mfa_required_from    BIGINT;                       -- from then on nobody signs in without MFA; null: never
ALTER TABLE accounts ADD COLUMN passwordless_sign_in BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE accounts ADD COLUMN attestation_required BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE accounts ADD COLUMN allowed_aaguids      TEXT COLLATE "C"    NOT NULL DEFAULT '';   -- of security keys, one blank between two; empty: any

-- Tries that have been judged and found wrong; "failures" counts those that are still being judged as well.
ALTER TABLE attempt_counters ADD COLUMN found_wrong BIGINT  NOT NULL DEFAULT 0;

-- Attempts live for minutes: the table is made anew, with one more step.
DROP TABLE sign_in_attempts;
CREATE TABLE sign_in_attempts (
    attempt_hash BYTEA            NOT NULL PRIMARY KEY,    -- SHA-256 of the token in the browser's cookie
    account_id   TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    user_id      TEXT COLLATE "C" NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    step         TEXT COLLATE "C" NOT NULL CHECK (step IN ('second_factor', 'new_password', 'enrolment')),
    password_at  BIGINT           NOT NULL,
    mfa_at       BIGINT,
    mfa_serial   TEXT COLLATE "C",
    expires_at   BIGINT           NOT NULL
);
