//! What tests of this crate hand in.

use std::fs;
use std::path::Path;

use metrics::kind::Kind;

use crate::collect::{self, Handover};
use crate::installation::Installation;

/// A file that a test hands in.
pub(crate) struct Paper<'a> {
    /// Its form.
    pub(crate) kind: Kind,
    /// Whose it is.
    pub(crate) party: &'a str,
    /// The month that it is about, where it is about one.
    pub(crate) period: Option<&'a str>,
    /// What stands in it.
    pub(crate) body: &'a str,
    /// The receipt of what it takes the place of.
    pub(crate) supersedes: Option<&'a str>,
}

/// Hands a file in through a folder; gives its receipt. Nothing is posted yet.
pub(crate) async fn hand_in(
    installation: &Installation,
    folder: &Path,
    paper: &Paper<'_>,
) -> String {
    let path = folder.join("file.csv");
    fs::write(&path, paper.body).unwrap();
    let handover = Handover {
        path: &path,
        kind: paper.kind,
        party: &paper.party.parse().unwrap(),
        period: paper.period.map(|it| it.parse().unwrap()),
        format: None,
        mapping: None,
        sender: "story",
        source: "submit",
        supersedes: paper.supersedes,
    };
    let writer = installation.writer().await.unwrap();
    collect::submit(installation, &writer, &handover).await.unwrap().receipt
}
