-- What the lines of a ledger that name an invoice come to, kept when it is posted, and the same of usage, so
-- that F-6-invoice never scans lines or records. Texts of submitters are in no key: they may be longer than
-- one may be.
CREATE TABLE ledger_invoices (
    party_id      BIGINT NOT NULL,
    period        TEXT NOT NULL,
    submission_id BIGINT NOT NULL,
    account       BIGINT NOT NULL,
    currency      TEXT NOT NULL,
    product       TEXT NOT NULL,
    invoice       TEXT NOT NULL,
    debit_minor   BIGINT NOT NULL,
    credit_minor  BIGINT NOT NULL,
    first_voucher TEXT NOT NULL
);
CREATE INDEX ledger_invoices_by_month ON ledger_invoices (party_id, period);

CREATE TABLE usage_invoices (
    party_id      BIGINT NOT NULL,
    period        TEXT NOT NULL,
    submission_id BIGINT NOT NULL,
    invoice       TEXT NOT NULL,
    product       TEXT NOT NULL,
    amount_fen    BIGINT NOT NULL,
    first_number  TEXT NOT NULL
);
CREATE INDEX usage_invoices_by_month ON usage_invoices (party_id, period);
