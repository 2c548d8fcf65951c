//! Looks that remember find what looks at everything find.

use std::collections::BTreeSet;
use std::io::Cursor;

use config::settings::Settings;
use store::Writer;
use store::submissions::{NewSubmission, Submission};

use super::*;
use crate::clock::Clock;
use crate::{demo, post};

/// All submissions of a database, oldest first.
async fn submissions(reader: &Reader) -> Vec<Submission> {
    let (mut all, mut before) = (Vec::new(), i64::MAX);
    loop {
        let mut page = reader.submissions_before(before, 100).await.unwrap();
        let Some(last) = page.last() else { break };
        before = last.id;
        all.append(&mut page);
    }
    all.reverse();
    all
}

/// Hands in what was handed in elsewhere, and posts it.
async fn again(installation: &Installation, (from, to): (&Reader, &Writer), it: &Submission) {
    let bytes = from.raw_range(&it.sha256, 0, it.size_bytes).await.unwrap();
    let submission = NewSubmission {
        kind: it.kind,
        party: &it.party,
        period: it.period,
        sender: &it.sender,
        source: &it.source,
        format: &it.format,
        mapping_sha256: it.mapping_sha256.as_deref(),
        file_name: &it.file_name,
        received_at: it.received_at,
        supersedes: it.supersedes.as_deref(),
    };
    to.receive(&submission, &mut Cursor::new(bytes)).await.unwrap();
    post::post_waiting(installation, to).await.unwrap();
}

#[tokio::test]
async fn a_look_that_remembers_finds_what_a_look_at_everything_finds() {
    let folder = tempfile::tempdir().unwrap();
    let demo = demo::build(&folder.path().join("demo")).await.unwrap();
    let from = Installation::open(&demo.settings, &[]).unwrap().reader().await.unwrap();
    let url = format!("sqlite:{}", folder.path().join("again.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.path().join("again.toml"), &settings, &[]).unwrap();
    let clock = Clock::Fixed("2026-07-01T09:00:00+08:00".parse().unwrap());
    let installation = Installation { clock, ..Installation::with(settings).unwrap() };
    let writer = installation.writer().await.unwrap();
    let (reader, now) = (writer.reader(), installation.clock.now());
    let (mut memory, mut sequence, mut seen) = (Memory::default(), 0, BTreeSet::new());
    for it in submissions(&from).await {
        again(&installation, (&from, &writer), &it).await;
        let head = reader.audit_head().await.unwrap().sequence;
        memory.forget(&reader.posted_between((sequence, head)).await.unwrap());
        sequence = head;
        let all = faults(&installation, reader, now, &mut Memory::default()).await.unwrap();
        let found = faults(&installation, reader, now, &mut memory).await.unwrap();
        assert_eq!(found, all, "{}", it.file_name);
        seen.extend(found.iter().map(|it| it.rule));
    }
    assert!(seen.len() > 10, "the demonstration breaks few rules about finances: {seen:?}");
}
