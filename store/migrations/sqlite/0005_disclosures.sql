-- Yearly disclosures: what was disclosed last of a party's year is in force.
CREATE TABLE disclosures (
    id            INTEGER PRIMARY KEY,
    submission_id BIGINT NOT NULL,
    row_number    BIGINT NOT NULL,
    byte_offset   BIGINT NOT NULL,
    byte_length   BIGINT NOT NULL,
    party_id      BIGINT NOT NULL,
    year          BIGINT NOT NULL,
    disclosed_on  TEXT NOT NULL,
    body          TEXT NOT NULL
);
CREATE INDEX disclosures_by_party ON disclosures (party_id, year);

-- Findings that the calendar made: they rest on a duty, and their submission_id is 0.
CREATE INDEX findings_by_calendar ON findings (id) WHERE submission_id = 0;
