-- What supervisors did with an incident: its level confirmed or changed, rectification ordered, the
-- file archived; each with the level that the guide gave then and the submission that held the facts.
-- Rows are only added.
CREATE TABLE incident_events (
    party_id      BIGINT NOT NULL,
    incident_no   TEXT COLLATE "C" NOT NULL,
    sequence      BIGINT NOT NULL,
    act           TEXT COLLATE "C" NOT NULL,
    at            TEXT COLLATE "C" NOT NULL,
    actor         TEXT COLLATE "C" NOT NULL,
    note          TEXT COLLATE "C" NOT NULL,
    level         TEXT COLLATE "C" NOT NULL,
    due_on        TEXT COLLATE "C" NOT NULL,
    machine       TEXT COLLATE "C" NOT NULL,
    guide_version TEXT COLLATE "C" NOT NULL,
    receipt       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (party_id, incident_no, sequence)
);
