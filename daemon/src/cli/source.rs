//! `mingjingd show sources`: how each source stands, as text or JSON.

use config::locale::{Language, Words};
use config::settings::{Place, Source};
use jiff::Timestamp;
use metrics::clean::clean_inline;
use metrics::kind::Kind;
use metrics::party::PartyId;
use serde::Serialize;
use serde_json::json;
use store::Reader;
use store::sources::{LookState, SourceLook};

use super::finding::Message;
use super::{Failure, output};
use crate::installation::Installation;
use crate::schedule::Timetable;
use crate::service::ServiceError;

/// How a source stands.
pub(super) struct Standing<'a> {
    source: &'a Source,
    last: Option<SourceLook>,
    kept: Option<SourceLook>,
    looked_at: Option<Timestamp>,
    next_at: Option<Timestamp>,
}

/// How much is there.
#[derive(Debug, Serialize)]
struct VolumeJson {
    files: u64,
    size_bytes: u64,
}

impl VolumeJson {
    fn of(look: &SourceLook) -> Self {
        Self { files: look.files, size_bytes: look.size_bytes }
    }
}

/// The contract of `show sources --json`.
#[derive(Debug, Serialize)]
struct SourceJson<'a> {
    source: &'a str,
    kind: Kind,
    party: &'a PartyId,
    place: &'static str,
    address: String,
    /// `null` if it was never looked at.
    state: Option<LookState>,
    /// Since when the state is so.
    since: Option<Timestamp>,
    looked_at: Option<Timestamp>,
    /// The word for why it is unreachable or was not taken.
    cause: Option<&'a str>,
    detail: Option<&'a str>,
    found: Option<VolumeJson>,
    /// What was taken last.
    taken: Option<VolumeJson>,
    next_at: Option<Timestamp>,
    message: Message,
}

/// How every source stands, in the order of the settings.
pub(super) async fn standings<'a>(
    installation: &'a Installation,
    reader: &Reader,
) -> Result<Vec<Standing<'a>>, Failure> {
    let now = installation.clock.now();
    let mut standings = Vec::new();
    for source in &installation.settings.sources {
        let timetable = source.schedule.as_ref().map(Timetable::new).transpose();
        let timetable = timetable.map_err(ServiceError::from)?;
        standings.push(Standing {
            source,
            last: reader.last_look(&source.id).await?,
            kept: reader.kept_look(&source.id).await?,
            looked_at: reader.looked_at(&source.id).await?,
            next_at: timetable.and_then(|it| it.next(now)),
        });
    }
    Ok(standings)
}

/// One JSON document.
pub(super) fn json(standings: &[Standing<'_>]) -> serde_json::Value {
    let [zh, en] = [Language::Zh, Language::En].map(Words::new);
    let shown: Vec<_> = standings.iter().map(|it| it.json(&zh, &en)).collect();
    json!({ "sources": shown })
}

/// A line for each source.
pub(super) fn say(standings: &[Standing<'_>], installation: &Installation, words: &Words) {
    if standings.is_empty() {
        output::line(&words.get("source-none"));
    }
    for standing in standings {
        output::line(&clean_inline(&standing.line(installation, words)));
    }
}

/// What a look found and what to do, with what was taken last before it.
pub(super) fn sentence(look: &SourceLook, kept: Option<&SourceLook>, words: &Words) -> String {
    let before = |count: fn(&SourceLook) -> u64| kept.map(count).unwrap_or_default().to_string();
    let cause = words.format(&format!("source-cause-{}", look.cause), &[("detail", &look.detail)]);
    let arguments = [
        ("source", look.source.clone()),
        ("files", look.files.to_string()),
        ("bytes", look.size_bytes.to_string()),
        ("files_before", before(|it| it.files)),
        ("bytes_before", before(|it| it.size_bytes)),
        ("cause", cause),
        ("detail", look.detail.clone()),
    ];
    words.format(&format!("source-{}", look.state.as_str()), &arguments)
}

impl Standing<'_> {
    fn sentence(&self, words: &Words) -> String {
        match &self.last {
            Some(look) => sentence(look, self.kept.as_ref(), words),
            None => words.format("source-never", &[("source", &self.source.id)]),
        }
    }

    fn json(&self, zh: &Words, en: &Words) -> SourceJson<'_> {
        let (place, address) = match &self.source.place {
            Place::Folder(folder) => ("folder", folder.display().to_string()),
            Place::Https(address) => ("https", address.shown().to_owned()),
        };
        let last = self.last.as_ref();
        let said = |text: fn(&SourceLook) -> &str| last.map(text).filter(|it| !it.is_empty());
        SourceJson {
            source: &self.source.id,
            kind: self.source.kind,
            party: &self.source.party,
            place,
            address,
            state: last.map(|it| it.state),
            since: last.map(|it| it.looked_at),
            looked_at: self.looked_at,
            cause: said(|it| &it.cause),
            detail: said(|it| &it.detail),
            found: last.map(VolumeJson::of),
            taken: self.kept.as_ref().map(VolumeJson::of),
            next_at: self.next_at,
            message: Message { zh: self.sentence(zh), en: self.sentence(en) },
        }
    }

    fn line(&self, installation: &Installation, words: &Words) -> String {
        let zone = &installation.settings.clock.zone;
        let shown = |at: Timestamp| zone.to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string();
        let sentence = self.sentence(words);
        let stands = match self.last.as_ref().zip(self.looked_at) {
            Some((look, looked_at)) => {
                let (since, looked_at) = (shown(look.looked_at), shown(looked_at));
                let arguments =
                    [("sentence", &sentence), ("since", &since), ("looked_at", &looked_at)];
                words.format("source-line", &arguments)
            }
            None => sentence,
        };
        let next = match self.next_at {
            Some(at) => words.format("source-next", &[("next", shown(at))]),
            None => words.get("source-on-request"),
        };
        format!("{stands} {next}")
    }
}
