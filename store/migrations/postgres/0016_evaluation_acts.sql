-- What is said with an act on an evaluation: about which subject, with which document, naming whom or
-- what, and the last day of the window that it opens (empty where there is none).
ALTER TABLE evaluation_events ADD COLUMN subject_id BIGINT;
ALTER TABLE evaluation_events ADD COLUMN document TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE evaluation_events ADD COLUMN name TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE evaluation_events ADD COLUMN due_on TEXT COLLATE "C" NOT NULL DEFAULT '';
