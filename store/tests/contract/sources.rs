//! Looks at sources: what was found, since when, and what the next look is compared with.

use store::sources::{LookState, SourceLook};

use crate::world::{at, on_each_engine};

/// A look at `second` that found one file of ten bytes, taken.
fn look(state: LookState, second: i64) -> SourceLook {
    SourceLook {
        source: "finance".to_owned(),
        looked_at: at(second),
        state,
        cause: String::new(),
        detail: String::new(),
        files: 1,
        size_bytes: 10,
        content_sha256: "c".repeat(64),
        reading_sha256: "r".repeat(64),
        etag: Some("\"一\"".to_owned()),
        last_modified: None,
    }
}

fn unreachable(detail: &str, second: i64) -> SourceLook {
    SourceLook {
        cause: "status".to_owned(),
        detail: detail.to_owned(),
        files: 0,
        size_bytes: 0,
        content_sha256: String::new(),
        etag: None,
        ..look(LookState::Unreachable, second)
    }
}

#[tokio::test]
async fn a_look_that_found_the_same_adds_nothing() {
    on_each_engine("looks", async |world| {
        let (writer, reader) = (&world.writer, world.writer.reader());
        assert_eq!(reader.last_look("finance").await.unwrap(), None);
        assert_eq!(reader.looked_at("finance").await.unwrap(), None);

        assert!(writer.keep_look(&look(LookState::Received, 1)).await.unwrap());
        assert!(!writer.keep_look(&look(LookState::Unchanged, 2)).await.unwrap());
        assert!(!writer.keep_look(&look(LookState::Unchanged, 3)).await.unwrap());
        let last = reader.last_look("finance").await.unwrap();
        assert_eq!(last, Some(look(LookState::Received, 1)), "since when it has been so");
        assert_eq!(reader.looked_at("finance").await.unwrap(), Some(at(3)));
        assert_eq!(reader.looked_at("other").await.unwrap(), None);

        assert!(writer.keep_look(&unreachable("500", 4)).await.unwrap());
        assert!(!writer.keep_look(&unreachable("500", 5)).await.unwrap());
        assert!(writer.keep_look(&unreachable("404", 6)).await.unwrap(), "another cause");
        assert_eq!(reader.last_look("finance").await.unwrap(), Some(unreachable("404", 6)));
        assert!(writer.keep_look(&look(LookState::Unchanged, 7)).await.unwrap(), "it is back");
        assert!(!writer.keep_look(&look(LookState::Unchanged, 8)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn the_next_look_is_compared_with_what_was_taken_last() {
    on_each_engine("kept_looks", async |world| {
        let (writer, reader) = (&world.writer, world.writer.reader());
        assert!(writer.keep_look(&unreachable("500", 1)).await.unwrap());
        assert_eq!(reader.kept_look("finance").await.unwrap(), None);
        let first = look(LookState::Received, 2);
        let second = SourceLook { size_bytes: 20, ..look(LookState::Received, 3) };
        for look in [&first, &second, &unreachable("500", 4)] {
            assert!(writer.keep_look(look).await.unwrap());
        }
        let other = SourceLook { source: "other".to_owned(), ..look(LookState::Received, 5) };
        assert!(writer.keep_look(&other).await.unwrap());
        assert_eq!(reader.kept_look("finance").await.unwrap(), Some(second));
    })
    .await;
}

#[test]
fn every_state_has_its_word() {
    let words = LookState::ALL.map(LookState::as_str);
    assert_eq!(words, ["unreachable", "empty", "shrunk", "unchanged", "received", "not_taken"]);
}
