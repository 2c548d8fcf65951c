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

-- Of usage posted before; a number that says nothing names no invoice.
INSERT INTO usage_invoices (party_id, period, submission_id, invoice, product, amount_fen, first_number)
SELECT party_id, period, submission_id, invoice, product, CAST(SUM(amount_fen) AS BIGINT), MIN(number)
FROM usage_records
WHERE invoice NOT IN ('', '-', '--', '—', '——', '–', '/', '\', '无', 'N/A', 'n/a')
GROUP BY party_id, period, submission_id, invoice, product;
