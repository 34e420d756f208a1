-- What happened, and the credential report.
CREATE TABLE audit_events (
    event_seq   INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id    TEXT    NOT NULL,
    account_id  TEXT    NOT NULL REFERENCES accounts (account_id),
    at_ms       INTEGER NOT NULL,
    action      TEXT    NOT NULL,
    principal   TEXT    NOT NULL,
    outcome     TEXT    NOT NULL,                   -- Success, or the error's code
    record      TEXT    NOT NULL                    -- JSON with CloudTrail's field names, secrets left out
) STRICT;
CREATE INDEX audit_events_in_time ON audit_events (account_id, at_ms);

CREATE TABLE credential_reports (
    account_id   TEXT    NOT NULL PRIMARY KEY REFERENCES accounts (account_id),
    generated_at INTEGER NOT NULL,
    content      TEXT    NOT NULL
) STRICT;
