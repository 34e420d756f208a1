-- OpenID Connect providers whose tokens roles may be assumed with.
CREATE TABLE oidc_providers (
    provider_id TEXT    NOT NULL PRIMARY KEY,
    account_id  TEXT    NOT NULL REFERENCES accounts (account_id),
    name        TEXT    NOT NULL,             -- host and path: of the ARN, and before the colon of condition keys
    url         TEXT    NOT NULL,             -- the issuer, letter for letter as tokens have it
    thumbprints TEXT    NOT NULL,             -- 40 hexadecimal digits each, separated by blanks
    created_at  INTEGER NOT NULL,
    UNIQUE (account_id, name)
) STRICT;
CREATE TABLE oidc_client_ids (
    provider_id TEXT    NOT NULL REFERENCES oidc_providers (provider_id),
    client_id   TEXT    NOT NULL,             -- an audience
    PRIMARY KEY (provider_id, client_id)
) STRICT;
