-- The reporting database, SQLite. The same tables stand in migrations/postgres; a test compares.
-- BIGINT and TEXT only: dates are ISO 8601, instants UTC with six decimals, money minor units.
-- Append-only, except jobs, heartbeats and audit_head.

-- Whoever submits or is spoken of. Small surrogate numbers are part of locality ids.
CREATE TABLE parties (
    id    INTEGER PRIMARY KEY,
    party TEXT NOT NULL UNIQUE
);

CREATE TABLE accounts (
    party_id BIGINT NOT NULL,
    ordinal  BIGINT NOT NULL,
    code     TEXT NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (party_id, ordinal),
    UNIQUE (party_id, code)
);

-- Raw bytes by hash, in compressed chunks.
CREATE TABLE blobs (
    id         INTEGER PRIMARY KEY,
    sha256     TEXT NOT NULL UNIQUE,
    size_bytes BIGINT NOT NULL
);

CREATE TABLE blob_chunks (
    blob_id BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    bytes   BLOB NOT NULL,
    PRIMARY KEY (blob_id, ordinal)
);

-- Policy packs, schemes and mappings, by hash.
CREATE TABLE documents (
    sha256        TEXT PRIMARY KEY,
    kind          TEXT NOT NULL,
    name          TEXT NOT NULL,
    version       BIGINT NOT NULL,
    body          TEXT NOT NULL,
    in_force_from TEXT NOT NULL
);

CREATE TABLE submissions (
    id             INTEGER PRIMARY KEY,
    receipt        TEXT NOT NULL UNIQUE,
    kind           TEXT NOT NULL,
    party_id       BIGINT NOT NULL,
    period         TEXT,
    sender         TEXT NOT NULL,
    source         TEXT NOT NULL,
    format         TEXT NOT NULL,
    mapping_sha256 TEXT,
    file_name      TEXT NOT NULL,
    sha256         TEXT NOT NULL,
    size_bytes     BIGINT NOT NULL,
    received_at    TEXT NOT NULL,
    supersedes     TEXT
);
CREATE INDEX submissions_by_party ON submissions (party_id, kind, period);

-- What the check said. A submission is accepted, and its facts are in force, from accepted_at.
CREATE TABLE checks (
    submission_id   BIGINT PRIMARY KEY,
    checked_at      TEXT NOT NULL,
    verdict         TEXT NOT NULL,
    accepted_at     TEXT,
    rows_total      BIGINT NOT NULL,
    rows_understood BIGINT NOT NULL,
    faults_total    BIGINT NOT NULL,
    policy_sha256   TEXT NOT NULL
);

CREATE TABLE submission_counts (
    submission_id BIGINT NOT NULL,
    name          TEXT NOT NULL,
    value         BIGINT NOT NULL,
    PRIMARY KEY (submission_id, name)
);

CREATE TABLE supersessions (
    new_id      BIGINT NOT NULL,
    old_id      BIGINT NOT NULL,
    accepted_at TEXT NOT NULL,
    PRIMARY KEY (old_id, new_id)
);

CREATE TABLE register_facts (
    id            INTEGER PRIMARY KEY,
    submission_id BIGINT NOT NULL,
    row_number    BIGINT NOT NULL,
    byte_offset   BIGINT NOT NULL,
    byte_length   BIGINT NOT NULL,
    party_id      BIGINT NOT NULL,
    record        TEXT NOT NULL,
    code          TEXT NOT NULL,
    body          TEXT NOT NULL
);
CREATE INDEX register_facts_by_record ON register_facts (record, party_id, code);

CREATE TABLE incidents (
    id            INTEGER PRIMARY KEY,
    submission_id BIGINT NOT NULL,
    row_number    BIGINT NOT NULL,
    byte_offset   BIGINT NOT NULL,
    byte_length   BIGINT NOT NULL,
    party_id      BIGINT NOT NULL,
    incident_no   TEXT NOT NULL,
    body          TEXT NOT NULL
);
CREATE INDEX incidents_by_party ON incidents (party_id, incident_no);

-- What repeats from line to line.
CREATE TABLE dimension_sets (
    id               INTEGER PRIMARY KEY,
    party_id         BIGINT NOT NULL,
    currency         TEXT NOT NULL,
    product          TEXT NOT NULL,
    scenario         TEXT NOT NULL,
    intended_use     TEXT NOT NULL,
    funding          TEXT NOT NULL,
    authorization_no TEXT NOT NULL,
    counterparty     TEXT NOT NULL,
    cost_class       TEXT NOT NULL,
    UNIQUE (party_id, currency, product, scenario, intended_use, funding, authorization_no, counterparty,
            cost_class)
);

-- The id is period (12 bits), party (12), hash of type and number (32), ordinal (7): the vouchers
-- of a party and period stand together, and one is found without a second index.
CREATE TABLE vouchers (
    id            INTEGER PRIMARY KEY,
    party_id      BIGINT NOT NULL,
    submission_id BIGINT NOT NULL,
    voucher_type  TEXT NOT NULL,
    number        TEXT NOT NULL,
    dated_on      TEXT NOT NULL,
    maker         TEXT NOT NULL,
    reviewer      TEXT NOT NULL,
    poster        TEXT NOT NULL,
    line_count    BIGINT NOT NULL,
    counted       BIGINT NOT NULL,
    row_number    BIGINT NOT NULL,
    byte_offset   BIGINT NOT NULL,
    byte_length   BIGINT NOT NULL
);

-- Lines of vouchers that count. The id is period (12 bits), party (12), account (13), day (5),
-- sequence (21): a register page is a range of ids, and a file is appended as one run.
CREATE TABLE ledger_lines (
    id               INTEGER PRIMARY KEY,
    party_id         BIGINT NOT NULL,
    voucher_id       BIGINT NOT NULL,
    dimension_set_id BIGINT NOT NULL,
    debit_minor      BIGINT NOT NULL,
    credit_minor     BIGINT NOT NULL,
    summary          TEXT NOT NULL,
    row_number       BIGINT NOT NULL,
    byte_offset      BIGINT NOT NULL,
    byte_length      BIGINT NOT NULL
);

CREATE TABLE balances (
    party_id      BIGINT NOT NULL,
    period        TEXT NOT NULL,
    submission_id BIGINT NOT NULL,
    account       BIGINT NOT NULL,
    currency      TEXT NOT NULL,
    entry         TEXT NOT NULL,
    product       TEXT NOT NULL,
    intended_use  TEXT NOT NULL,
    cost_class    TEXT NOT NULL,
    debit_minor   BIGINT NOT NULL,
    credit_minor  BIGINT NOT NULL,
    PRIMARY KEY (party_id, period, submission_id, account, currency, entry, product, intended_use,
                 cost_class)
) WITHOUT ROWID;

-- A finding is identified by rule, subject, period and cause.
CREATE TABLE findings (
    id            INTEGER PRIMARY KEY,
    rule          TEXT NOT NULL,
    severity      TEXT NOT NULL,
    basis         TEXT NOT NULL,
    subject_id    BIGINT NOT NULL,
    period        TEXT NOT NULL,
    cause         TEXT NOT NULL,
    submission_id BIGINT NOT NULL,
    sheet         TEXT NOT NULL,
    row_number    BIGINT,
    column_name   TEXT NOT NULL,
    expected      TEXT NOT NULL,
    actual        TEXT NOT NULL,
    difference    TEXT NOT NULL,
    arguments     TEXT NOT NULL,
    found_at      TEXT NOT NULL,
    UNIQUE (subject_id, rule, period, cause)
);

-- Which submissions show the finding: when none of those in force does, it is cured.
CREATE TABLE finding_sightings (
    submission_id BIGINT NOT NULL,
    finding_id    BIGINT NOT NULL,
    PRIMARY KEY (submission_id, finding_id)
);

CREATE TABLE finding_events (
    finding_id BIGINT NOT NULL,
    sequence   BIGINT NOT NULL,
    event      TEXT NOT NULL,
    state      TEXT NOT NULL,
    at         TEXT NOT NULL,
    actor      TEXT NOT NULL,
    note       TEXT NOT NULL,
    PRIMARY KEY (finding_id, sequence)
);

CREATE TABLE evaluations (
    id            TEXT PRIMARY KEY,
    scheme_id     TEXT NOT NULL,
    scheme_sha256 TEXT NOT NULL,
    policy_sha256 TEXT NOT NULL,
    facts_sha256  TEXT NOT NULL,
    first_period  TEXT NOT NULL,
    last_period   TEXT NOT NULL,
    as_of         TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    requested_by  TEXT NOT NULL,
    body          TEXT NOT NULL
);

CREATE TABLE scorecards (
    evaluation_id TEXT NOT NULL,
    subject_id    BIGINT NOT NULL,
    subject_name  TEXT NOT NULL,
    score         TEXT NOT NULL,
    band          TEXT NOT NULL,
    PRIMARY KEY (evaluation_id, subject_id)
);

CREATE TABLE evaluation_events (
    evaluation_id TEXT NOT NULL,
    sequence      BIGINT NOT NULL,
    act           TEXT NOT NULL,
    at            TEXT NOT NULL,
    actor         TEXT NOT NULL,
    note          TEXT NOT NULL,
    PRIMARY KEY (evaluation_id, sequence)
);

-- What leaves the house: the package's bytes are a blob.
CREATE TABLE packages (
    evaluation_id TEXT PRIMARY KEY,
    sha256        TEXT NOT NULL,
    file_name     TEXT NOT NULL,
    audit_sha256  TEXT NOT NULL,
    rendered_at   TEXT NOT NULL
);

CREATE TABLE deliveries (
    id            INTEGER PRIMARY KEY,
    evaluation_id TEXT NOT NULL,
    sha256        TEXT NOT NULL,
    recipient     TEXT NOT NULL,
    channel       TEXT NOT NULL,
    address       TEXT NOT NULL,
    message_id    TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    UNIQUE (evaluation_id, recipient, channel)
);

CREATE TABLE delivery_events (
    delivery_id BIGINT NOT NULL,
    sequence    BIGINT NOT NULL,
    state       TEXT NOT NULL,
    at          TEXT NOT NULL,
    actor       TEXT NOT NULL,
    detail      TEXT NOT NULL,
    PRIMARY KEY (delivery_id, sequence)
);

CREATE TABLE jobs (
    id             INTEGER PRIMARY KEY,
    kind           TEXT NOT NULL,
    arguments      TEXT NOT NULL,
    dedupe         TEXT NOT NULL UNIQUE,
    state          TEXT NOT NULL,
    requested_by   TEXT NOT NULL,
    requested_at   TEXT NOT NULL,
    lease_holder   TEXT NOT NULL,
    lease_until    TEXT NOT NULL,
    started_at     TEXT,
    finished_at    TEXT,
    progress_done  BIGINT NOT NULL,
    progress_total BIGINT NOT NULL,
    outcome        TEXT NOT NULL
);
CREATE INDEX jobs_by_state ON jobs (state, id);

CREATE TABLE heartbeats (
    name    TEXT PRIMARY KEY,
    seen_at TEXT NOT NULL
);

CREATE TABLE audit (
    sequence        INTEGER PRIMARY KEY,
    at              TEXT NOT NULL,
    actor           TEXT NOT NULL,
    act             TEXT NOT NULL,
    object          TEXT NOT NULL,
    detail          TEXT NOT NULL,
    previous_sha256 TEXT NOT NULL,
    sha256          TEXT NOT NULL
);

-- One row, locked by whoever appends: one writer of the chain at a time.
CREATE TABLE audit_head (
    id       INTEGER PRIMARY KEY,
    sequence BIGINT NOT NULL,
    sha256   TEXT NOT NULL
);
INSERT INTO audit_head (id, sequence, sha256) VALUES (1, 0, '');
