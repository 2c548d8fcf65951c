-- How the amounts of a ledger's lines are spread (F-16), kept when it is posted, so that a month is judged
-- as one, in however many files it was handed in, without a look at its lines. A month of which a file was
-- posted before this table came is not judged.
CREATE TABLE amount_spreads (
    submission_id BIGINT PRIMARY KEY,
    digit_1       BIGINT NOT NULL,
    digit_2       BIGINT NOT NULL,
    digit_3       BIGINT NOT NULL,
    digit_4       BIGINT NOT NULL,
    digit_5       BIGINT NOT NULL,
    digit_6       BIGINT NOT NULL,
    digit_7       BIGINT NOT NULL,
    digit_8       BIGINT NOT NULL,
    digit_9       BIGINT NOT NULL,
    round         BIGINT NOT NULL,
    month_end     BIGINT NOT NULL
);

-- Findings of F-16 rest on no submission any more.
DELETE FROM finding_sightings
WHERE finding_id IN (SELECT id FROM findings WHERE rule = 'F-16');
UPDATE findings SET submission_id = 0 WHERE rule = 'F-16';
