-- What the lines of a ledger that name an invoice come to, kept when it is posted, and the same of usage, so
-- that F-6-invoice never scans lines or records. Texts of submitters are in no key: they may be longer than
-- one may be.
CREATE TABLE ledger_invoices (
    party_id      BIGINT NOT NULL,
    period        TEXT COLLATE "C" NOT NULL,
    submission_id BIGINT NOT NULL,
    account       BIGINT NOT NULL,
    currency      TEXT COLLATE "C" NOT NULL,
    product       TEXT COLLATE "C" NOT NULL,
    invoice       TEXT COLLATE "C" NOT NULL,
    debit_minor   BIGINT NOT NULL,
    credit_minor  BIGINT NOT NULL,
    first_voucher TEXT COLLATE "C" NOT NULL
);
CREATE INDEX ledger_invoices_by_month ON ledger_invoices (party_id, period);

CREATE TABLE usage_invoices (
    party_id      BIGINT NOT NULL,
    period        TEXT COLLATE "C" NOT NULL,
    submission_id BIGINT NOT NULL,
    invoice       TEXT COLLATE "C" NOT NULL,
    product       TEXT COLLATE "C" NOT NULL,
    amount_fen    BIGINT NOT NULL,
    first_number  TEXT COLLATE "C" NOT NULL
);
CREATE INDEX usage_invoices_by_month ON usage_invoices (party_id, period);
