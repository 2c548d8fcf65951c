-- What moved on an account with one counterparty, kept when a ledger is posted, so that rules about
-- counterparties and funding never scan lines.
CREATE TABLE counterparty_sums (
    party_id      BIGINT NOT NULL,
    period        TEXT NOT NULL,
    submission_id BIGINT NOT NULL,
    account       BIGINT NOT NULL,
    currency      TEXT NOT NULL,
    counterparty  TEXT NOT NULL,
    funding       TEXT NOT NULL,
    debit_minor   BIGINT NOT NULL,
    credit_minor  BIGINT NOT NULL,
    PRIMARY KEY (party_id, period, submission_id, account, currency, counterparty, funding)
);
