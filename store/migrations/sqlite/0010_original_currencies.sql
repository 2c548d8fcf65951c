-- The currency that business was done in repeats from line to line, its amount does not.
CREATE TABLE dimension_sets_with_original (
    id                INTEGER PRIMARY KEY,
    party_id          BIGINT NOT NULL,
    currency          TEXT NOT NULL,
    product           TEXT NOT NULL,
    scenario          TEXT NOT NULL,
    intended_use      TEXT NOT NULL,
    funding           TEXT NOT NULL,
    authorization_no  TEXT NOT NULL,
    counterparty      TEXT NOT NULL,
    cost_class        TEXT NOT NULL,
    original_currency TEXT NOT NULL,
    UNIQUE (party_id, currency, product, scenario, intended_use, funding, authorization_no, counterparty,
            cost_class, original_currency)
);
INSERT INTO dimension_sets_with_original (id, party_id, currency, product, scenario, intended_use,
                                          funding, authorization_no, counterparty, cost_class,
                                          original_currency)
SELECT id, party_id, currency, product, scenario, intended_use, funding, authorization_no, counterparty,
       cost_class, ''
FROM dimension_sets;
DROP TABLE dimension_sets;
ALTER TABLE dimension_sets_with_original RENAME TO dimension_sets;

ALTER TABLE ledger_lines ADD COLUMN original_minor BIGINT NOT NULL DEFAULT 0;
