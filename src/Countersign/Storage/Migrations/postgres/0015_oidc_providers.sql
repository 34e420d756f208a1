-- OpenID Connect providers whose tokens roles may be assumed with.
CREATE TABLE oidc_providers (
    provider_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id  TEXT COLLATE "C" NOT NULL REFERENCES accounts (account_id),
    name        TEXT COLLATE "C" NOT NULL,             -- host and path: of the ARN, and before the colon of condition keys
    url         TEXT COLLATE "C" NOT NULL,             -- the issuer, letter for letter as tokens have it
    thumbprints TEXT COLLATE "C" NOT NULL,             -- 40 hexadecimal digits each, separated by blanks
    created_at  BIGINT           NOT NULL,
    UNIQUE (account_id, name)
);
CREATE TABLE oidc_client_ids (
    provider_id TEXT COLLATE "C" NOT NULL REFERENCES oidc_providers (provider_id),
    client_id   TEXT COLLATE "C" NOT NULL,             -- an audience
    PRIMARY KEY (provider_id, client_id)
);
