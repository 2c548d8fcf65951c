-- The next last instant of what an incident is open for, as the last look found it, so that the open ones
-- are read in the order in which they press: 'none', which comes after every instant, where there is no
-- such instant or no look has found one yet.
ALTER TABLE open_incidents ADD COLUMN due_at TEXT NOT NULL DEFAULT 'none';
CREATE INDEX open_incidents_by_due ON open_incidents (due_at, incident_id);
