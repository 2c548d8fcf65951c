-- Prices of authorized operation: the entry accepted last about a party, record and code is in force.
CREATE TABLE pricing_facts (
    id            INTEGER PRIMARY KEY,
    submission_id BIGINT NOT NULL,
    row_number    BIGINT NOT NULL,
    byte_offset   BIGINT NOT NULL,
    byte_length   BIGINT NOT NULL,
    party_id      BIGINT NOT NULL,
    record        TEXT NOT NULL,
    code          TEXT NOT NULL,
    body          TEXT NOT NULL
);
CREATE INDEX pricing_facts_by_record ON pricing_facts (party_id, record, code);

-- Usage and invoices of one operator and month.
CREATE TABLE usage_records (
    id               INTEGER PRIMARY KEY,
    submission_id    BIGINT NOT NULL,
    row_number       BIGINT NOT NULL,
    byte_offset      BIGINT NOT NULL,
    byte_length      BIGINT NOT NULL,
    party_id         BIGINT NOT NULL,
    period           TEXT NOT NULL,
    number           TEXT NOT NULL,
    dated_on         TEXT NOT NULL,
    product          TEXT NOT NULL,
    scenario         TEXT NOT NULL,
    intended_use     TEXT NOT NULL,
    buyer            TEXT NOT NULL,
    unit             TEXT NOT NULL,
    units_millionths BIGINT NOT NULL,
    price_millionths BIGINT NOT NULL,
    vat_included     BIGINT NOT NULL,
    amount_fen       BIGINT NOT NULL,
    invoice          TEXT NOT NULL,
    tax_rate_ppm     BIGINT,
    tax_fen          BIGINT
);
CREATE INDEX usage_records_by_party ON usage_records (party_id, period, id);

-- What rules about several submissions read, so that they never scan records.
CREATE TABLE usage_sums (
    party_id         BIGINT NOT NULL,
    period           TEXT NOT NULL,
    submission_id    BIGINT NOT NULL,
    product          TEXT NOT NULL,
    intended_use     TEXT NOT NULL,
    buyer            TEXT NOT NULL,
    unit             TEXT NOT NULL,
    price_millionths BIGINT NOT NULL,
    vat_included     BIGINT NOT NULL,
    first_on         TEXT NOT NULL,
    last_on          TEXT NOT NULL,
    units_millionths BIGINT NOT NULL,
    amount_fen       BIGINT NOT NULL,
    records          BIGINT NOT NULL,
    first_number     TEXT NOT NULL,
    PRIMARY KEY (party_id, period, submission_id, product, intended_use, buyer, unit,
                 price_millionths, vat_included)
);
