-- Catalogue items: what was handed in last under a party's number is in force.
CREATE TABLE supply_items (
    id            INTEGER PRIMARY KEY,
    submission_id BIGINT NOT NULL,
    row_number    BIGINT NOT NULL,
    byte_offset   BIGINT NOT NULL,
    byte_length   BIGINT NOT NULL,
    party_id      BIGINT NOT NULL,
    code          TEXT NOT NULL,
    body          TEXT NOT NULL
);
CREATE INDEX supply_items_by_party ON supply_items (party_id, code, id);
CREATE INDEX supply_items_by_submission ON supply_items (submission_id, party_id, code);
