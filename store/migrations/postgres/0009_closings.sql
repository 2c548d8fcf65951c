-- What people did to a party's month: frozen with its trial balance, asked to be reopened, reopened.
-- Rows are only added.
CREATE TABLE closings (
    party_id BIGINT NOT NULL,
    period   TEXT COLLATE "C" NOT NULL,
    sequence BIGINT NOT NULL,
    act      TEXT COLLATE "C" NOT NULL,
    at       TEXT COLLATE "C" NOT NULL,
    actor    TEXT COLLATE "C" NOT NULL,
    note     TEXT COLLATE "C" NOT NULL,
    sha256   TEXT COLLATE "C" NOT NULL,
    body     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (party_id, period, sequence)
);
