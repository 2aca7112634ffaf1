-- An account: somebody who can show who she is, by a password or by an identity provider.
CREATE TABLE account (
    id         TEXT PRIMARY KEY,
    username   TEXT UNIQUE,            -- in its compared form; none for accounts of an identity provider
    role       TEXT NOT NULL CHECK (role IN ('learner', 'counselor', 'provider', 'operator')),
    provider   TEXT,                   -- for whom a provider's account speaks
    password   TEXT,                   -- Argon2id, PHC string
    issuer     TEXT,                   -- OpenID Connect
    subject    TEXT,
    created_at BIGINT NOT NULL,        -- milliseconds since 1970, UTC
    closed_at  BIGINT,
    UNIQUE (issuer, subject)
);

-- A session of somebody at a browser; only the hash of its secret is kept.
CREATE TABLE session (
    hash       TEXT PRIMARY KEY,       -- SHA-256, hexadecimal
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);

-- A token for a program; only its hash is kept.
CREATE TABLE token (
    id         TEXT PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,   -- SHA-256, hexadecimal
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    scopes     TEXT NOT NULL,          -- names, separated by spaces
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX token_account ON token (account);
