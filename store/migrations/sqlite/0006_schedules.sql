-- Schedules and what came of their firings; attempts and one-at-a-time of jobs; daemons that ended.
--
-- Firings are append-only. Schedules hold the last firing that was dealt with and change in place.

CREATE TABLE schedules (
    id      TEXT PRIMARY KEY,
    cron    TEXT NOT NULL,
    zone    TEXT NOT NULL,
    wall    TEXT NOT NULL,
    at      TEXT NOT NULL
);

CREATE TABLE firings (
    schedule   TEXT NOT NULL,
    due_at     TEXT NOT NULL,
    wall       TEXT NOT NULL,
    verdict    TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (schedule, due_at)
);

ALTER TABLE jobs ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
-- The same thing is never done twice at once: a source is looked at by one job at a time.
CREATE UNIQUE INDEX jobs_running ON jobs (kind, arguments) WHERE state = 'running';
CREATE INDEX jobs_by_kind ON jobs (kind, arguments, id);

ALTER TABLE heartbeats ADD COLUMN ended_at TEXT NOT NULL DEFAULT '';

-- What one daemon at a time does, and until when it is its own.
CREATE TABLE turns (
    name   TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until  TEXT NOT NULL
);
