-- SSH public keys of users.
CREATE TABLE ssh_public_keys (
    ssh_public_key_id TEXT    NOT NULL PRIMARY KEY,
    account_id        TEXT    NOT NULL REFERENCES accounts (account_id),
    user_id           TEXT    NOT NULL REFERENCES users (user_id),
    body              TEXT    NOT NULL,             -- as it was uploaded
    fingerprint       TEXT    NOT NULL,             -- MD5, as ssh-keygen shows it
    key_sha256        TEXT    NOT NULL,             -- which key it is, however it was written
    status            TEXT    NOT NULL CHECK (status IN ('Active', 'Inactive')),
    uploaded_at       INTEGER NOT NULL,
    UNIQUE (user_id, key_sha256)
) STRICT;
