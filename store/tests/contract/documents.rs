//! Documents: kept by hash, and in force from an instant on.

use store::documents::{DocumentKind, NewDocument, Office, PutInForce};

use crate::world::{at, on_each_engine};

#[tokio::test]
async fn documents_are_kept_by_hash() {
    on_each_engine("documents", async |world| {
        let document =
            NewDocument { kind: DocumentKind::Scheme, name: "operator", version: 1, body: "abc" };
        let sha256 = world.writer.keep_document(document, at(0)).await.unwrap();
        // FIPS 180-2, appendix B.1.
        assert_eq!(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(world.writer.keep_document(document, at(1)).await.unwrap(), sha256);
        let reader = world.writer.reader();
        assert_eq!(reader.document(&sha256).await.unwrap().as_deref(), Some("abc"));
        assert_eq!(reader.audit_head().await.unwrap().sequence, 1);
    })
    .await;
}

#[tokio::test]
async fn a_document_that_comes_back_is_in_force_again() {
    on_each_engine("documents_in_force", async |world| {
        let policy =
            |name, body| NewDocument { kind: DocumentKind::Policy, name, version: 1, body };
        let scheme = |body| NewDocument { kind: DocumentKind::Scheme, name: "s", version: 1, body };
        let steps =
            [(10, "a", "A"), (20, "a", "B"), (25, "a", "B"), (30, "c", "C"), (40, "a", "A")];
        for (second, name, body) in steps {
            let document = policy(name, body);
            world.writer.put_in_force(Office::Policy, document, || at(second)).await.unwrap();
        }
        let put = world.writer.put_in_force(Office::Scheme("s"), scheme("S"), || at(15));
        put.await.unwrap();
        let reader = world.writer.reader();
        let rows = [
            (9, None),
            (10, Some("A")),
            (19, Some("A")),
            (20, Some("B")),
            (29, Some("B")),
            (30, Some("C")),
            (39, Some("C")),
            (40, Some("A")),
            (99, Some("A")),
        ];
        for (second, expected) in rows {
            let found = reader.document_at(Office::Policy, at(second)).await.unwrap();
            assert_eq!(found.as_ref().map(|it| it.body.as_str()), expected, "at {second}");
        }
        for (office, second, is_there) in [("s", 14, false), ("s", 15, true), ("t", 15, false)] {
            let found = reader.document_at(Office::Scheme(office), at(second)).await.unwrap();
            assert_eq!(found.is_some(), is_there, "{office} at {second}");
        }
        // One entry for each change: A, B, C, A and S.
        assert_eq!(reader.audit_head().await.unwrap().sequence, 5);
        let history = reader.put_in_force_before(i64::MAX, 2).await.unwrap();
        let shown = |it: &PutInForce| (it.kind, it.name.clone(), it.version, it.since);
        let expected = |kind, name: &str, since| (kind, name.to_owned(), 1, since);
        let newest = [
            expected(DocumentKind::Scheme, "s", at(15)),
            expected(DocumentKind::Policy, "a", at(40)),
        ];
        assert_eq!(history.iter().map(shown).collect::<Vec<_>>(), newest);
        let before = reader.put_in_force_before(history[1].id, 9).await.unwrap();
        assert_eq!(before.first().map(shown), Some(expected(DocumentKind::Policy, "c", at(30))));
    })
    .await;
}

/// What falls back to a lower version does not make room for another document of one between.
#[tokio::test]
async fn the_newest_version_of_a_scheme_is_of_all_that_were_in_force() {
    on_each_engine("newest_version", async |world| {
        let newest = |name| world.writer.reader().newest_version(DocumentKind::Scheme, name);
        assert_eq!(newest("s").await.unwrap(), None);
        for (name, version, body, expected) in
            [("s", 4, "4", 4), ("s", 7, "7", 7), ("s", 4, "4", 7), ("t", 9, "9", 7)]
        {
            let document = NewDocument { kind: DocumentKind::Scheme, name, version, body };
            let put = world.writer.put_in_force(Office::Scheme(name), document, || at(1));
            put.await.unwrap();
            assert_eq!(newest("s").await.unwrap(), Some(expected), "{name} {version}");
        }
    })
    .await;
}
