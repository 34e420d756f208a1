-- Groups, roles, managed policies with their versions; policies and attachments of users, groups and roles alike.
CREATE TABLE user_groups (
    group_id   TEXT    NOT NULL PRIMARY KEY,
    account_id TEXT    NOT NULL REFERENCES accounts (account_id),
    group_name TEXT    NOT NULL,
    name_key   TEXT    NOT NULL,                    -- the name in lower case, as of users
    path       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (account_id, name_key)
) STRICT;

CREATE TABLE group_members (
    group_id   TEXT NOT NULL REFERENCES user_groups (group_id),
    user_id    TEXT NOT NULL REFERENCES users (user_id),
    account_id TEXT NOT NULL REFERENCES accounts (account_id),
    PRIMARY KEY (group_id, user_id)
) STRICT;
CREATE INDEX groups_of_user ON group_members (user_id);

CREATE TABLE roles (
    role_id             TEXT    NOT NULL PRIMARY KEY,
    account_id          TEXT    NOT NULL REFERENCES accounts (account_id),
    role_name           TEXT    NOT NULL,
    name_key            TEXT    NOT NULL,           -- the name in lower case, as of users
    path                TEXT    NOT NULL,
    description         TEXT,
    max_session_seconds INTEGER NOT NULL,
    trust_document      TEXT    NOT NULL,           -- users and roles of this server stand in it by their ids
    boundary_arn        TEXT,
    created_at          INTEGER NOT NULL,
    not_before_ms       INTEGER NOT NULL DEFAULT 0, -- sessions issued before this moment are dead
    last_used_at        INTEGER,
    last_used_region    TEXT,
    UNIQUE (account_id, name_key)
) STRICT;

CREATE TABLE managed_policies (
    policy_id       TEXT    NOT NULL PRIMARY KEY,
    account_id      TEXT    NOT NULL REFERENCES accounts (account_id),
    policy_name     TEXT    NOT NULL,
    name_key        TEXT    NOT NULL,               -- the name in lower case, as of users
    path            TEXT    NOT NULL,
    policy_arn      TEXT    NOT NULL UNIQUE,
    description     TEXT,
    default_version INTEGER NOT NULL,
    last_version    INTEGER NOT NULL,               -- a number that was given is never given again
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    UNIQUE (account_id, name_key)
) STRICT;

CREATE TABLE policy_versions (
    policy_id  TEXT    NOT NULL REFERENCES managed_policies (policy_id),
    version    INTEGER NOT NULL,
    account_id TEXT    NOT NULL REFERENCES accounts (account_id),
    document   TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (policy_id, version)
) STRICT;

CREATE TABLE inline_policies (
    owner_id    TEXT NOT NULL,                      -- user_id, group_id or role_id
    policy_name TEXT NOT NULL,
    account_id  TEXT NOT NULL REFERENCES accounts (account_id),
    document    TEXT NOT NULL,
    PRIMARY KEY (owner_id, policy_name)
) STRICT;
INSERT INTO inline_policies (owner_id, policy_name, account_id, document) SELECT user_id, policy_name, account_id, document FROM user_policies;
DROP TABLE user_policies;

CREATE TABLE policy_attachments (
    owner_id    TEXT    NOT NULL,                   -- user_id, group_id or role_id
    policy_arn  TEXT    NOT NULL,
    account_id  TEXT    NOT NULL REFERENCES accounts (account_id),
    attached_at INTEGER NOT NULL,
    PRIMARY KEY (owner_id, policy_arn)
) STRICT;
CREATE INDEX owners_of_policy ON policy_attachments (account_id, policy_arn, owner_id);
INSERT INTO policy_attachments (owner_id, policy_arn, account_id, attached_at) SELECT user_id, policy_arn, account_id, attached_at FROM user_policy_attachments;
DROP TABLE user_policy_attachments;

ALTER TABLE users ADD COLUMN boundary_arn TEXT;
CREATE INDEX bounded_users ON users (boundary_arn);
CREATE INDEX bounded_roles ON roles (boundary_arn);
