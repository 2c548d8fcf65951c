-- Which policy pack, and which scheme of a name, came into force when. A document that comes back is a
-- row again. Rows are only added.
CREATE TABLE documents_in_force (
    id            INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL,
    name          TEXT NOT NULL,
    sha256        TEXT NOT NULL,
    in_force_from TEXT NOT NULL
);
CREATE INDEX documents_in_force_by_name ON documents_in_force (kind, name, id);

-- What is known of the time before: when each was first seen.
INSERT INTO documents_in_force (kind, name, sha256, in_force_from)
SELECT kind, name, sha256, in_force_from
FROM documents
WHERE kind IN ('policy', 'scheme')
ORDER BY in_force_from, version, sha256;
