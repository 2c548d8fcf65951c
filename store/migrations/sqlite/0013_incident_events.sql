-- What supervisors did with an incident: its level confirmed or changed, rectification ordered, the
-- file archived; each with the level that the guide gave then and the submission that held the facts.
-- Rows are only added.
CREATE TABLE incident_events (
    party_id      BIGINT NOT NULL,
    incident_no   TEXT NOT NULL,
    sequence      BIGINT NOT NULL,
    act           TEXT NOT NULL,
    at            TEXT NOT NULL,
    actor         TEXT NOT NULL,
    note          TEXT NOT NULL,
    level         TEXT NOT NULL,
    due_on        TEXT NOT NULL,
    machine       TEXT NOT NULL,
    guide_version TEXT NOT NULL,
    receipt       TEXT NOT NULL,
    PRIMARY KEY (party_id, incident_no, sequence)
);
