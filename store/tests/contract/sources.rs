//! Looks at sources: what was found, since when, and what the next look is compared with.

use store::sources::{LookState, SourceLook, Standings};

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

#[tokio::test]
async fn all_sources_stand_as_each_does() {
    on_each_engine("standings", async |world| {
        let (writer, reader) = (&world.writer, world.writer.reader());
        assert_eq!(reader.standings().await.unwrap(), Standings::default());
        let roads =
            |state, second| SourceLook { source: "roads".to_owned(), ..look(state, second) };
        for look in [
            &look(LookState::Received, 1),
            &roads(LookState::Received, 2),
            &unreachable("500", 3),
            &unreachable("500", 4),
            &SourceLook { source: "never-taken".to_owned(), ..unreachable("404", 5) },
            &roads(LookState::Unchanged, 6),
        ] {
            writer.keep_look(look).await.unwrap();
        }
        let found = reader.standings().await.unwrap();
        for source in ["finance", "roads", "never-taken", "other"] {
            let last = reader.last_look(source).await.unwrap();
            let kept = reader.kept_look(source).await.unwrap();
            let looked_at = reader.looked_at(source).await.unwrap();
            assert_eq!(found.last.get(source).cloned(), last, "{source}");
            assert_eq!(found.kept.get(source).cloned(), kept, "{source}");
            assert_eq!(found.looked_at.get(source).copied(), looked_at, "{source}");
        }
        assert_eq!((found.last.len(), found.kept.len(), found.looked_at.len()), (3, 2, 3));
    })
    .await;
}

#[test]
fn every_state_has_its_word() {
    let words = LookState::ALL.map(LookState::as_str);
    assert_eq!(words, ["unreachable", "empty", "shrunk", "unchanged", "received", "not_taken"]);
}
