-- The outbox, PostgreSQL. What leaves the house is a report of some kind, and each of its deliveries has
-- a place in a queue: who may try, when, and how often it was tried. Only that place changes in place.

ALTER TABLE packages RENAME TO reports;
ALTER TABLE reports RENAME COLUMN evaluation_id TO id;
ALTER TABLE reports ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'evaluation';
ALTER TABLE reports ADD COLUMN period TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE deliveries RENAME COLUMN evaluation_id TO report_id;
CREATE INDEX deliveries_by_address ON deliveries (address, id);

CREATE TABLE outbox (
    delivery_id BIGINT PRIMARY KEY,
    state       TEXT COLLATE "C" NOT NULL,
    attempt     BIGINT NOT NULL,
    tries       BIGINT NOT NULL,
    due_at      TEXT COLLATE "C" NOT NULL,
    lease_until TEXT COLLATE "C" NOT NULL
);
CREATE INDEX outbox_by_state ON outbox (state, due_at);

INSERT INTO outbox (delivery_id, state, attempt, tries, due_at, lease_until)
SELECT delivery_events.delivery_id, delivery_events.state, 0, 0, delivery_events.at, ''
FROM delivery_events
WHERE delivery_events.sequence = (
    SELECT MAX(last.sequence)
    FROM delivery_events AS last
    WHERE last.delivery_id = delivery_events.delivery_id
);
