//! Text of what was handed in otherwise, beside the bytes as received.

use std::io::Cursor;

use metrics::kind::Kind;

use crate::world::{accepted, at, on_each_engine};

#[tokio::test]
async fn a_transcript_is_kept_with_the_facts_or_not_at_all() {
    on_each_engine("transcript", async |world| {
        let received = world.receive(Kind::Registry, b"PK, not text", None, 0).await;
        let plain = world.receive(Kind::Registry, b"a,b\n1,2\n", None, 1).await;
        let submission = world.submission(&received.receipt).await;
        let reader = world.writer.reader();

        // What is dropped leaves nothing.
        let mut posting = world.writer.begin_posting(&submission, at(2)).await.unwrap().unwrap();
        posting.transcript(&mut Cursor::new(b"a,b\n"), Some("一")).await.unwrap();
        drop(posting);
        assert_eq!(reader.transcript(&received.receipt).await.unwrap(), None);

        let text = "单位,名称\n甲,乙\n";
        let mut posting = world.writer.begin_posting(&submission, at(3)).await.unwrap().unwrap();
        posting.transcript(&mut Cursor::new(text), Some("名册 registry")).await.unwrap();
        posting.finish(&accepted(1)).await.unwrap();

        let transcript = reader.transcript(&received.receipt).await.unwrap().unwrap();
        assert_eq!(transcript.sheet.as_deref(), Some("名册 registry"));
        let row = reader.raw_range(&transcript.sha256, 14, 7).await.unwrap();
        assert_eq!(row, "甲,乙".as_bytes());
        let raw = reader.raw_range(&received.sha256, 0, 100).await.unwrap();
        assert_eq!(raw, b"PK, not text");
        assert_eq!(reader.transcript(&plain.receipt).await.unwrap(), None);
        assert!(reader.canonical_dump().await.unwrap().contains("transcripts\t"));
    })
    .await;
}
