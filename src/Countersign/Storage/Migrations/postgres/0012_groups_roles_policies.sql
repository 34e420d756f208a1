-- Groups, roles, managed policies with their versions; policies and attachments of users, groups and roles alike.
CREATE TABLE user_groups (
    group_id   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    group_name TEXT COLLATE "C" NOT NULL,
    name_key   TEXT COLLATE "C" NOT NULL,                    -- the name in lower case, as of users
    path       TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, name_key)
);

CREATE TABLE group_members (
    group_id   TEXT COLLATE "C" NOT NULL REFERENCES user_groups (group_id),
    user_id    TEXT COLLATE "C" NOT NULL REFERENCES users (user_id),
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX groups_of_user ON group_members (user_id);

CREATE TABLE roles (
    role_id             TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id          TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    role_name           TEXT COLLATE "C" NOT NULL,
    name_key            TEXT COLLATE "C" NOT NULL,           -- the name in lower case, as of users
    path                TEXT COLLATE "C" NOT NULL,
    description         TEXT COLLATE "C",
    max_session_seconds BIGINT NOT NULL,
    trust_document      TEXT COLLATE "C" NOT NULL,           -- users and roles of this server stand in it by their ids
    boundary_arn        TEXT COLLATE "C",
    created_at          BIGINT NOT NULL,
    not_before_ms       BIGINT NOT NULL DEFAULT 0, -- sessions issued before this moment are dead
    last_used_at        BIGINT,
    last_used_region    TEXT COLLATE "C",
    UNIQUE (account_id, name_key)
);

CREATE TABLE managed_policies (
    policy_id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id      TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    policy_name     TEXT COLLATE "C" NOT NULL,
    name_key        TEXT COLLATE "C" NOT NULL,               -- the name in lower case, as of users
    path            TEXT COLLATE "C" NOT NULL,
    policy_arn      TEXT COLLATE "C" NOT NULL UNIQUE,
    description     TEXT COLLATE "C",
    default_version BIGINT NOT NULL,
    last_version    BIGINT NOT NULL,               -- a number that was given is never given again
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    UNIQUE (account_id, name_key)
);

CREATE TABLE policy_versions (
    policy_id  TEXT COLLATE "C" NOT NULL REFERENCES managed_policies (policy_id),
    version    BIGINT NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    document   TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (policy_id, version)
);

CREATE TABLE inline_policies (
    owner_id    TEXT COLLATE "C" NOT NULL,                      -- user_id, group_id or role_id
    policy_name TEXT COLLATE "C" NOT NULL,
    account_id  TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    document    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (owner_id, policy_name)
);
INSERT INTO inline_policies (owner_id, policy_name, account_id, document) SELECT user_id, policy_name, account_id, document FROM user_policies;
DROP TABLE user_policies;

CREATE TABLE policy_attachments (
    owner_id    TEXT COLLATE "C" NOT NULL,                   -- user_id, group_id or role_id
    policy_arn  TEXT COLLATE "C" NOT NULL,
    account_id  TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    attached_at BIGINT NOT NULL,
    PRIMARY KEY (owner_id, policy_arn)
);
CREATE INDEX owners_of_policy ON policy_attachments (account_id, policy_arn, owner_id);
INSERT INTO policy_attachments (owner_id, policy_arn, account_id, attached_at) SELECT user_id, policy_arn, account_id, attached_at FROM user_policy_attachments;
DROP TABLE user_policy_attachments;

ALTER TABLE users ADD COLUMN boundary_arn TEXT COLLATE "C";
CREATE INDEX bounded_users ON users (boundary_arn);
CREATE INDEX bounded_roles ON roles (boundary_arn);
