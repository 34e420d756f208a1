-- SSH public keys of users.
CREATE TABLE ssh_public_keys (
    ssh_public_key_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id        TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    user_id           TEXT COLLATE "C" NOT NULL REFERENCES users (user_id),
    body              TEXT COLLATE "C" NOT NULL,             -- as it was uploaded
    fingerprint       TEXT COLLATE "C" NOT NULL,             -- MD5, as ssh-keygen shows it
    key_sha256        TEXT COLLATE "C" NOT NULL,             -- which key it is, however it was written
    status            TEXT COLLATE "C" NOT NULL CHECK (status IN ('Active', 'Inactive')),
    uploaded_at       BIGINT           NOT NULL,
    UNIQUE (user_id, key_sha256)
);
