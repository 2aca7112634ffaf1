-- A learner: what she says of herself. Her id is that of her account.
CREATE TABLE learner (
    id         TEXT   PRIMARY KEY,
    version    BIGINT NOT NULL,        -- how often it was changed
    created_at BIGINT NOT NULL,        -- milliseconds since 1970, UTC
    changed_at BIGINT NOT NULL,
    profile    TEXT   NOT NULL         -- JSON
);

-- What hangs on her: evidence, plans, proposals and waivers, each a body in JSON.
CREATE TABLE record (
    id         TEXT   PRIMARY KEY,
    learner    TEXT   NOT NULL REFERENCES learner (id) ON DELETE CASCADE,
    kind       TEXT   NOT NULL CHECK (kind IN ('evidence', 'plan', 'proposal', 'waiver')),
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    body       TEXT   NOT NULL
);
CREATE INDEX record_learner ON record (learner, kind, created_at, id);

-- The file that goes with a piece of evidence.
CREATE TABLE file (
    record TEXT PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
    bytes  BLOB NOT NULL
);

-- A counselor and a learner; nothing is seen before she agreed.
CREATE TABLE assignment (
    learner    TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    counselor  TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    state      TEXT   NOT NULL CHECK (state IN ('asked', 'agreed', 'ended')),
    asked_at   BIGINT NOT NULL,
    changed_at BIGINT,
    PRIMARY KEY (learner, counselor)
);
CREATE INDEX assignment_counselor ON assignment (counselor, learner);

-- A link to a plan for whoever has it; only the hash of its secret is kept.
CREATE TABLE share_link (
    id         TEXT   PRIMARY KEY,
    hash       TEXT   NOT NULL UNIQUE, -- SHA-256, hexadecimal
    learner    TEXT   NOT NULL REFERENCES learner (id) ON DELETE CASCADE,
    plan       TEXT   NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX share_link_learner ON share_link (learner, created_at);

-- What was created under a key, so that a request that comes again creates nothing and is answered alike.
CREATE TABLE idempotency (
    account    TEXT   NOT NULL,
    key        TEXT   NOT NULL,        -- SHA-256, hexadecimal
    request    TEXT   NOT NULL,        -- SHA-256 of method, path and body
    learner    TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    answer     TEXT   NOT NULL,        -- JSON
    PRIMARY KEY (account, key)
);
CREATE INDEX idempotency_learner ON idempotency (learner);
CREATE INDEX idempotency_created_at ON idempotency (created_at);

-- Who saw or changed what of whom; each hash covers the one before.
CREATE TABLE audit (
    number    BIGINT PRIMARY KEY,
    at        BIGINT NOT NULL,
    actor     TEXT   NOT NULL,
    operation TEXT   NOT NULL,
    subject   TEXT   NOT NULL,         -- a learner's keyed hash, or an account
    object    TEXT   NOT NULL,
    outcome   TEXT   NOT NULL,
    hash      TEXT   NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, number);

-- The last of them; whoever adds one holds this row.
CREATE TABLE audit_end (
    number BIGINT NOT NULL,
    hash   TEXT   NOT NULL
);
INSERT INTO audit_end (number, hash) VALUES (0, '0000000000000000000000000000000000000000000000000000000000000000');

-- Keys that are made once and never shown.
CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
