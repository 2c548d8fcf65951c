-- Text in UTF-8 of what was handed in otherwise; its bytes are among the blobs. Append-only.
CREATE TABLE transcripts (
    submission_id BIGINT PRIMARY KEY,
    sha256        TEXT COLLATE "C" NOT NULL,
    sheet         TEXT COLLATE "C"
);
