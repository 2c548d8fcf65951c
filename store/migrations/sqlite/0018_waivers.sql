-- Findings that do not count as open for a while: what was proposed, why, and on what document. A
-- cause that is NULL is every cause of the rule. Rows are only added, here and below.
CREATE TABLE waivers (
    number       INTEGER PRIMARY KEY,
    party_id     BIGINT NOT NULL,
    rule         TEXT NOT NULL,
    cause        TEXT,
    first_period TEXT NOT NULL,
    last_period  TEXT NOT NULL,
    reason       TEXT NOT NULL,
    document     TEXT NOT NULL,
    from_day     TEXT NOT NULL,
    until_day    TEXT NOT NULL
);
CREATE INDEX waivers_by_party ON waivers (party_id);

-- What people did about a waiver: proposed, approved or refused, withdrawn.
CREATE TABLE waiver_events (
    waiver_number BIGINT NOT NULL,
    sequence      BIGINT NOT NULL,
    act           TEXT NOT NULL,
    at            TEXT NOT NULL,
    actor         TEXT NOT NULL,
    note          TEXT NOT NULL,
    PRIMARY KEY (waiver_number, sequence)
);
