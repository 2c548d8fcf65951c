//! Raw bytes, whole and unchanged, by SHA-256: 1 MiB chunks, each a zstd frame of its own, so that
//! any row of a large file is read by decompressing one chunk.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::mpsc;

use sha2::{Digest, Sha256};

use crate::audit::hex;
use crate::db::{Db, Reader, Tx, in_transaction, on_engine};
use crate::{StoreError, text};

/// Bytes in a chunk, before compression. Every chunk but the last is full.
pub(crate) const CHUNK_BYTES: u64 = 1 << 20;
/// A fast level, and the first that packs single bytes: `PostgreSQL`, which tries to compress every
/// large cell, gives up on its frames at once.
const ZSTD_LEVEL: i32 = 1;
/// Chunks decompressed ahead of whoever reads a file.
const READ_AHEAD: usize = 2;

const INSERT: &str = "
    INSERT INTO blobs (sha256, size_bytes) VALUES ($1, $2)
    ON CONFLICT (sha256) DO NOTHING
    RETURNING id
";

const INSERT_CHUNK: &str = "
    INSERT INTO blob_chunks (blob_id, ordinal, bytes) VALUES ($1, $2, $3)
";

const SELECT_CHUNK: &str = "
    SELECT blob_chunks.bytes
    FROM blobs
    JOIN blob_chunks ON blob_chunks.blob_id = blobs.id
    WHERE blobs.sha256 = $1 AND blob_chunks.ordinal = $2
";

/// What can be hashed first and stored second.
pub trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

/// SHA-256 in lowercase hexadecimal, and the number of bytes; the source is left at its start.
pub(crate) fn hash(source: &mut dyn Source) -> io::Result<(String, u64)> {
    source.seek(SeekFrom::Start(0))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut size_bytes = 0;
    loop {
        let count = source.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
        size_bytes += count as u64;
    }
    source.seek(SeekFrom::Start(0))?;
    Ok((hex(&hash.finalize()), size_bytes))
}

/// Stores the bytes, unless they are there. They are hashed again on the way in.
pub(crate) async fn insert(
    tx: &mut Tx,
    source: &mut dyn Source,
    sha256: &str,
    size_bytes: u64,
) -> Result<(), StoreError> {
    let size = text::signed("bytes", size_bytes)?;
    let inserted: Option<i64> = in_transaction!(tx, |it| {
        sqlx::query_scalar(INSERT).bind(sha256).bind(size).fetch_optional(it).await?
    });
    let Some(blob_id) = inserted else {
        return Ok(());
    };
    let mut hash = Sha256::new();
    let mut compressor = zstd::bulk::Compressor::new(ZSTD_LEVEL)?;
    let mut chunk = Vec::with_capacity(1 << 20);
    for ordinal in 0_i64.. {
        chunk.clear();
        source.take(CHUNK_BYTES).read_to_end(&mut chunk)?;
        if chunk.is_empty() {
            break;
        }
        hash.update(&chunk);
        let frame = compressor.compress(&chunk)?;
        in_transaction!(tx, |it| {
            sqlx::query(INSERT_CHUNK).bind(blob_id).bind(ordinal).bind(frame).execute(it).await?;
        });
    }
    if hex(&hash.finalize()) != sha256 {
        return Err(StoreError::Changed);
    }
    Ok(())
}

pub(crate) async fn chunk(
    db: &Db,
    sha256: &str,
    ordinal: i64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let frame: Option<Vec<u8>> = on_engine!(db, |pool| {
        sqlx::query_scalar(SELECT_CHUNK).bind(sha256).bind(ordinal).fetch_optional(pool).await?
    });
    let limit = usize::try_from(CHUNK_BYTES).unwrap_or(usize::MAX);
    Ok(frame.map(|frame| zstd::bulk::decompress(&frame, limit)).transpose()?)
}

impl Reader {
    /// Part of a raw file, such as the line behind a fact. Shorter when the file ends before.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails or a chunk does not decompress.
    pub async fn raw_range(
        &self,
        sha256: &str,
        byte_offset: u64,
        byte_length: u64,
    ) -> Result<Vec<u8>, StoreError> {
        let mut found = Vec::new();
        let end = byte_offset.saturating_add(byte_length);
        let mut at = byte_offset;
        while at < end {
            let ordinal = text::signed("chunks", at / CHUNK_BYTES)?;
            let Some(bytes) = chunk(&self.db, sha256, ordinal).await? else {
                break;
            };
            let start = usize::try_from(at % CHUNK_BYTES).unwrap_or(usize::MAX);
            let wanted = usize::try_from(end - at).unwrap_or(usize::MAX);
            let Some(tail) = bytes.get(start..).filter(|tail| !tail.is_empty()) else {
                break;
            };
            let part = &tail[..tail.len().min(wanted)];
            found.extend_from_slice(part);
            at += part.len() as u64;
        }
        Ok(found)
    }

    /// The whole of a raw file, from its start, for code that reads without waiting. Must be read
    /// on a thread that may block.
    #[must_use]
    pub fn raw(&self, sha256: &str) -> RawBytes {
        let (sender, receiver) = mpsc::sync_channel(READ_AHEAD);
        let (db, sha256) = (self.db.clone(), sha256.to_owned());
        let runtime = tokio::runtime::Handle::current();
        std::thread::spawn(move || {
            for ordinal in 0.. {
                let next = runtime.block_on(chunk(&db, &sha256, ordinal)).transpose();
                let Some(next) = next else { return };
                let failed = next.is_err();
                if sender.send(next).is_err() || failed {
                    return;
                }
            }
        });
        RawBytes { receiver, chunk: Vec::new(), at: 0 }
    }
}

/// A raw file as it was received.
#[derive(Debug)]
pub struct RawBytes {
    receiver: mpsc::Receiver<Result<Vec<u8>, StoreError>>,
    chunk: Vec<u8>,
    at: usize,
}

impl Read for RawBytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.chunk.len() {
            match self.receiver.recv() {
                Ok(Ok(chunk)) => (self.chunk, self.at) = (chunk, 0),
                Ok(Err(error)) => return Err(io::Error::other(error)),
                Err(mpsc::RecvError) => return Ok(0),
            }
        }
        let count = buffer.len().min(self.chunk.len() - self.at);
        buffer[..count].copy_from_slice(&self.chunk[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
