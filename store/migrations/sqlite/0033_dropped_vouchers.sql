-- The vouchers that failed in what a ledger supersedes, there or before, and that it does not name (F-15-dropped), with
-- the shares that each is good in: kept when it is posted, so that what takes its place asks nothing of the files
-- before it. Texts of submitters are in no key.
CREATE TABLE dropped_vouchers (
    submission_id BIGINT NOT NULL,
    voucher_type  TEXT NOT NULL,
    number        TEXT NOT NULL,
    balanced      BIGINT NOT NULL,
    in_period     BIGINT NOT NULL,
    two_people    BIGINT NOT NULL
);
CREATE INDEX dropped_vouchers_by_submission ON dropped_vouchers (submission_id);
