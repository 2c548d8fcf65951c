-- What panels, authorities and third parties say of parties: what was said last under a code is in force.
CREATE TABLE opinions (
    id            INTEGER PRIMARY KEY,
    submission_id BIGINT NOT NULL,
    row_number    BIGINT NOT NULL,
    byte_offset   BIGINT NOT NULL,
    byte_length   BIGINT NOT NULL,
    party_id      BIGINT NOT NULL,
    code          TEXT NOT NULL,
    body          TEXT NOT NULL
);
CREATE INDEX opinions_by_party ON opinions (party_id, code);
CREATE INDEX opinions_by_submission ON opinions (submission_id);
