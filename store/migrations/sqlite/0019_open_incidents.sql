-- Incidents that may still ask for something: derived from the facts, and kept so that nobody has to
-- read all incidents to find them. Whatever is posted or done about an incident puts it here, with the
-- number of the act in the audit log; a look that finds it settled takes it out.
CREATE TABLE open_incidents (
    incident_id BIGINT PRIMARY KEY,
    sequence    BIGINT NOT NULL
);
CREATE INDEX open_incidents_by_sequence ON open_incidents (sequence);
CREATE INDEX incidents_by_submission ON incidents (submission_id);

-- What is here already, the first look judges.
INSERT INTO open_incidents (incident_id, sequence) SELECT id, 0 FROM incidents;
