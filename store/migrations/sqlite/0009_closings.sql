-- What people did to a party's month: frozen with its trial balance, asked to be reopened, reopened.
-- Rows are only added.
CREATE TABLE closings (
    party_id BIGINT NOT NULL,
    period   TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    act      TEXT NOT NULL,
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,
    note     TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (party_id, period, sequence)
);
