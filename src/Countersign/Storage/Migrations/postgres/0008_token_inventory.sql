-- The token inventory: its list, and makers' files on their way into it.
CREATE INDEX mfa_devices_by_kind ON mfa_devices (account_id, kind, status, user_id);

CREATE TABLE seed_uploads (
    session_hash BYTEA            NOT NULL PRIMARY KEY    -- one file a console session; it ends with the session
                 REFERENCES console_sessions (session_hash) ON UPDATE CASCADE ON DELETE CASCADE,
    upload_id    TEXT COLLATE "C" NOT NULL UNIQUE,
    file_name    TEXT COLLATE "C" NOT NULL,
    length       BIGINT           NOT NULL,             -- bytes so far
    is_complete  BOOLEAN          NOT NULL,
    expires_at   BIGINT           NOT NULL
);

CREATE TABLE seed_upload_parts (
    upload_id    TEXT COLLATE "C" NOT NULL REFERENCES seed_uploads (upload_id) ON DELETE CASCADE,
    part         BIGINT           NOT NULL,             -- from 0
    bytes_sealed BYTEA            NOT NULL,
    PRIMARY KEY (upload_id, part)
);
