-- Instance profiles, each with one role at most.
CREATE TABLE instance_profiles (
    instance_profile_id TEXT    NOT NULL PRIMARY KEY,
    account_id          TEXT    NOT NULL REFERENCES accounts (account_id),
    profile_name        TEXT    NOT NULL,
    name_key            TEXT    NOT NULL,           -- the name in lower case, as of users
    path                TEXT    NOT NULL,
    role_id             TEXT    REFERENCES roles (role_id),
    created_at          INTEGER NOT NULL,
    UNIQUE (account_id, name_key)
) STRICT;
CREATE INDEX instance_profiles_of_role ON instance_profiles (role_id, name_key);
