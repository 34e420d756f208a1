-- The token inventory: its list, and makers' files on their way into it.
CREATE INDEX mfa_devices_by_kind ON mfa_devices (account_id, kind, status, user_id);

CREATE TABLE seed_uploads (
    session_hash BLOB    NOT NULL PRIMARY KEY       -- one file a console session; it ends with the session
                 REFERENCES console_sessions (session_hash) ON UPDATE CASCADE ON DELETE CASCADE,
    upload_id    TEXT    NOT NULL UNIQUE,
    file_name    TEXT    NOT NULL,
    length       INTEGER NOT NULL,                  -- bytes so far
    is_complete  INTEGER NOT NULL CHECK (is_complete IN (0, 1)),
    expires_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE seed_upload_parts (
    upload_id    TEXT    NOT NULL REFERENCES seed_uploads (upload_id) ON DELETE CASCADE,
    part         INTEGER NOT NULL,                  -- from 0
    bytes_sealed BLOB    NOT NULL,
    PRIMARY KEY (upload_id, part)
) STRICT;
