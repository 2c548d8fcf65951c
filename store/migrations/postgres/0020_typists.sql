-- By whose hand each act was typed: the person's own, or that of an account that acts for the person. Two
-- people are two hands. Before, only the audit log said so, and each person counts as the own hand.
ALTER TABLE evaluation_events ADD COLUMN typed_by TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE incident_events ADD COLUMN typed_by TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE waiver_events ADD COLUMN typed_by TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE closings ADD COLUMN typed_by TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE evaluation_events SET typed_by = actor;
UPDATE incident_events SET typed_by = actor;
UPDATE waiver_events SET typed_by = actor;
UPDATE closings SET typed_by = actor;
