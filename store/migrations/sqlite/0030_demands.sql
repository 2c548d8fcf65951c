-- Demands for data: what was handed in last under a party's number is in force.
CREATE TABLE demands (
    id            INTEGER PRIMARY KEY,
    submission_id BIGINT NOT NULL,
    row_number    BIGINT NOT NULL,
    byte_offset   BIGINT NOT NULL,
    byte_length   BIGINT NOT NULL,
    party_id      BIGINT NOT NULL,
    number        TEXT NOT NULL,
    body          TEXT NOT NULL
);
CREATE INDEX demands_by_party ON demands (party_id, number, id);
CREATE INDEX demands_by_submission ON demands (submission_id, party_id, number);
