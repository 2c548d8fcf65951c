-- What the records of a product come to together in a file of usage, kept when it is posted, so that F-6-sum is
-- judged over all files of a month without a look at its records; and how many of them F-6 names. Amounts are
-- 10^-12 yuan, which 64 bits do not hold: they are never added up here. Texts of submitters are in no key.
CREATE TABLE usage_products (
    party_id      BIGINT NOT NULL,
    period        TEXT COLLATE "C" NOT NULL,
    submission_id BIGINT NOT NULL,
    product       TEXT COLLATE "C" NOT NULL,
    off_count     BIGINT NOT NULL,
    records       BIGINT NOT NULL,
    priced        TEXT COLLATE "C" NOT NULL,
    charged       TEXT COLLATE "C" NOT NULL,
    rounding      TEXT COLLATE "C" NOT NULL,
    tolerance     TEXT COLLATE "C" NOT NULL,
    row_number    BIGINT NOT NULL
);
CREATE INDEX usage_products_by_month ON usage_products (party_id, period);
