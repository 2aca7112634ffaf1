-- An edition: one state of the catalogue, numbered, never changed.
CREATE TABLE edition (
    number     BIGINT PRIMARY KEY,
    hash       TEXT   NOT NULL UNIQUE, -- SHA-256 of the canonical form, hexadecimal
    title      TEXT   NOT NULL,
    created_at TEXT   NOT NULL,        -- RFC 3339, UTC
    counts     TEXT   NOT NULL,        -- JSON: records by kind
    issues     BIGINT NOT NULL
);

-- Its lines, packed: records in canonical form and order, and what was doubtful on import.
CREATE TABLE chunk (
    edition BIGINT NOT NULL REFERENCES edition (number),
    part    TEXT   NOT NULL CHECK (part IN ('record', 'issue')),
    place   BIGINT NOT NULL,
    size    BIGINT NOT NULL,           -- bytes when unpacked
    bytes   BLOB   NOT NULL,           -- LZ4 block
    PRIMARY KEY (edition, part, place)
);
