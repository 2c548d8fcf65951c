-- What looks at sources found. A look that found the same as the one before adds no row: it only
-- moves the instant in `source_visits`, which is a sign of life like a heartbeat.

CREATE TABLE source_looks (
    id             INTEGER PRIMARY KEY,
    source         TEXT NOT NULL,
    looked_at      TEXT NOT NULL,
    state          TEXT NOT NULL,
    cause          TEXT NOT NULL,
    detail         TEXT NOT NULL,
    files          BIGINT NOT NULL,
    size_bytes     BIGINT NOT NULL,
    content_sha256 TEXT NOT NULL,
    reading_sha256 TEXT NOT NULL,
    etag           TEXT,
    last_modified  TEXT
);
CREATE INDEX source_looks_by_source ON source_looks (source, id);

CREATE TABLE source_visits (
    source    TEXT PRIMARY KEY,
    looked_at TEXT NOT NULL
);
