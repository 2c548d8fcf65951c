-- What a ledger says of its month as a whole, kept when it is posted, so that a month is judged by all of its
-- files in force, whichever came first: the numbers of its vouchers (F-2), each run of them with the row of its
-- first, 0 where there is none, and whether anything of these vouchers is understood; the balances that it
-- publishes (F-3, F-5). A month of which a file was posted before these tables came is not judged.
CREATE TABLE voucher_runs (
    submission_id BIGINT NOT NULL,
    voucher_type  TEXT COLLATE "C" NOT NULL,
    understood    BIGINT NOT NULL,
    first_number  BIGINT NOT NULL,
    last_number   BIGINT NOT NULL,
    row_number    BIGINT NOT NULL,
    PRIMARY KEY (submission_id, voucher_type, understood, first_number)
);

CREATE TABLE published_balances (
    submission_id BIGINT NOT NULL,
    sheet         TEXT COLLATE "C" NOT NULL,
    currency      TEXT COLLATE "C" NOT NULL,
    account       TEXT COLLATE "C" NOT NULL,
    debit_minor   BIGINT NOT NULL,
    credit_minor  BIGINT NOT NULL,
    row_number    BIGINT NOT NULL,
    PRIMARY KEY (submission_id, sheet, currency, account)
);

-- What a finding says since an event of its life, where the facts behind it changed; before, it says what
-- stands in findings. Rows are only added.
CREATE TABLE finding_figures (
    finding_id    BIGINT NOT NULL,
    sequence      BIGINT NOT NULL,
    submission_id BIGINT NOT NULL,
    sheet         TEXT COLLATE "C" NOT NULL,
    row_number    BIGINT,
    column_name   TEXT COLLATE "C" NOT NULL,
    expected      TEXT COLLATE "C" NOT NULL,
    actual        TEXT COLLATE "C" NOT NULL,
    difference    TEXT COLLATE "C" NOT NULL,
    arguments     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (finding_id, sequence)
);

-- Whether a look at all that is in force makes the finding and ends it, and no submission by itself. Its
-- submission is the one whose row shows it, 0 where there is none.
ALTER TABLE findings ADD COLUMN by_look BIGINT NOT NULL DEFAULT 0;
UPDATE findings SET by_look = 1
WHERE submission_id = 0
   OR rule = 'F-5'
   OR (rule = 'F-2' AND arguments LIKE '%["check","gap"]%')
   OR (rule = 'F-3' AND (arguments LIKE '%["check","balance"]%' OR arguments LIKE '%["check","chain"]%'
                         OR arguments LIKE '%["check","closing"]%'
                         OR arguments LIKE '%["check","movement"]%'));
DELETE FROM finding_sightings
WHERE finding_id IN (SELECT id FROM findings WHERE by_look = 1);
DROP INDEX findings_by_calendar;
CREATE INDEX findings_by_look ON findings (id) WHERE by_look = 1;
