-- Findings that do not count as open for a while: what was proposed, why, and on what document. A
-- cause that is NULL is every cause of the rule. Rows are only added, here and below.
CREATE TABLE waivers (
    number       BIGINT PRIMARY KEY,
    party_id     BIGINT NOT NULL,
    rule         TEXT COLLATE "C" NOT NULL,
    cause        TEXT COLLATE "C",
    first_period TEXT COLLATE "C" NOT NULL,
    last_period  TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    document     TEXT COLLATE "C" NOT NULL,
    from_day     TEXT COLLATE "C" NOT NULL,
    until_day    TEXT COLLATE "C" NOT NULL
);
CREATE INDEX waivers_by_party ON waivers (party_id);

-- What people did about a waiver: proposed, approved or refused, withdrawn.
CREATE TABLE waiver_events (
    waiver_number BIGINT NOT NULL,
    sequence      BIGINT NOT NULL,
    act           TEXT COLLATE "C" NOT NULL,
    at            TEXT COLLATE "C" NOT NULL,
    actor         TEXT COLLATE "C" NOT NULL,
    note          TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (waiver_number, sequence)
);
