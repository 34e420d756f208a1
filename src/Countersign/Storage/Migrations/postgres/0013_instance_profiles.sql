-- Instance profiles, each with one role at most.
CREATE TABLE instance_profiles (
    instance_profile_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id          TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    profile_name        TEXT COLLATE "C" NOT NULL,
    name_key            TEXT COLLATE "C" NOT NULL,           -- the name in lower case, as of users
    path                TEXT COLLATE "C" NOT NULL,
    role_id             TEXT COLLATE "C" REFERENCES roles (role_id),
    created_at          BIGINT NOT NULL,
    UNIQUE (account_id, name_key)
);
CREATE INDEX instance_profiles_of_role ON instance_profiles (role_id, name_key);
