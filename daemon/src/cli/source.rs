//! `mingjingd show sources`: how each source stands, as text or JSON.

use config::locale::{Language, Words};
use config::sentence::LookSentence;
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

    /// What a look found. Where nobody knows, there is nothing to say, least of all zero.
    fn found(look: &SourceLook) -> Option<Self> {
        match look.state {
            LookState::Unreachable => None,
            LookState::NotTaken => (0 < look.files).then(|| Self::of(look)),
            LookState::Empty | LookState::Shrunk | LookState::Unchanged | LookState::Received => {
                Some(Self::of(look))
            }
        }
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
    /// `null` if nobody knows.
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
        let looked_at = reader.looked_at(&source.id).await?;
        standings.push(Standing {
            source,
            last: reader.last_look(&source.id).await?.map(|it| settled(it, looked_at)),
            kept: reader.kept_look(&source.id).await?,
            looked_at,
            next_at: timetable.and_then(|it| it.next(it.beginning(now))).map(|it| it.at),
        });
    }
    Ok(standings)
}

/// A look that finds again what was received adds no row. Somebody who looked later found it
/// unchanged.
fn settled(look: SourceLook, looked_at: Option<Timestamp>) -> SourceLook {
    let is_later = looked_at.is_some_and(|it| look.looked_at < it);
    match look.state {
        LookState::Received if is_later => SourceLook { state: LookState::Unchanged, ..look },
        LookState::Received
        | LookState::Unchanged
        | LookState::Empty
        | LookState::Shrunk
        | LookState::Unreachable
        | LookState::NotTaken => look,
    }
}

/// One JSON document.
pub(super) fn json(standings: &[Standing<'_>]) -> serde_json::Value {
    let [zh, en] = [Language::Zh, Language::En].map(Words::new);
    let shown: Vec<_> = standings.iter().map(|it| it.json(&zh, &en)).collect();
    json!({ "sources": shown })
}

/// Two lines for each source: how it stands, and since when.
pub(super) fn say(standings: &[Standing<'_>], installation: &Installation, words: &Words) {
    if standings.is_empty() {
        output::line(&words.get("source-none"));
    }
    for standing in standings {
        output::line(&clean_inline(&standing.sentence(words)));
        output::line(&format!("    {}", standing.times(installation, words)));
    }
}

/// What a look found and what to do, with what was taken last before it.
pub(super) fn sentence(look: &SourceLook, kept: Option<&SourceLook>, words: &Words) -> String {
    let volume = |it: &SourceLook| (it.files, it.size_bytes);
    let sentence = LookSentence {
        source: &look.source,
        state: look.state.as_str(),
        cause: &look.cause,
        detail: &look.detail,
        volume: volume(look),
        volume_before: kept.map(volume).unwrap_or_default(),
    };
    sentence.in_words(words)
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
            found: last.and_then(VolumeJson::found),
            taken: self.kept.as_ref().map(VolumeJson::of),
            next_at: self.next_at,
            message: Message { zh: self.sentence(zh), en: self.sentence(en) },
        }
    }

    fn times(&self, installation: &Installation, words: &Words) -> String {
        let zone = &installation.settings.clock.zone;
        let shown = |at: Timestamp| zone.to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string();
        let next = match self.next_at {
            Some(at) => words.format("source-next", &[("next", shown(at))]),
            None => words.get("source-on-request"),
        };
        let Some((look, looked_at)) = self.last.as_ref().zip(self.looked_at) else { return next };
        let (since, looked_at) = (shown(look.looked_at), shown(looked_at));
        let arguments = [("since", &since), ("looked_at", &looked_at), ("next", &next)];
        words.format("source-times", &arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::Cause;

    fn look(state: LookState, cause: &str, detail: &str) -> SourceLook {
        SourceLook {
            source: "finance".to_owned(),
            looked_at: Timestamp::UNIX_EPOCH,
            state,
            cause: cause.to_owned(),
            detail: detail.to_owned(),
            files: 2,
            size_bytes: 3_000,
            content_sha256: String::new(),
            reading_sha256: String::new(),
            etag: None,
            last_modified: None,
        }
    }

    #[test]
    fn every_state_and_cause_says_what_to_do() {
        let taken = SourceLook { files: 3, size_bytes: 9_000, ..look(LookState::Received, "", "") };
        let mut looks: Vec<SourceLook> =
            Cause::ALL.map(|it| look(LookState::Unreachable, it.as_str(), "DETAIL")).into();
        let reached = LookState::ALL.into_iter().filter(|it| *it != LookState::Unreachable);
        looks.extend(reached.map(|it| look(it, "", "DETAIL")));
        let mut said = String::new();
        for words in [Language::En, Language::Zh].map(Words::new) {
            for look in &looks {
                said += &sentence(look, Some(&taken), &words);
                said.push('\n');
            }
        }
        insta::assert_snapshot!(said);
    }

    #[test]
    fn what_was_received_is_unchanged_when_it_is_seen_again() {
        let later = Timestamp::from_second(1).unwrap();
        let state = |state, at| settled(look(state, "", ""), at).state;
        assert_eq!(state(LookState::Received, Some(Timestamp::UNIX_EPOCH)), LookState::Received);
        assert_eq!(state(LookState::Received, Some(later)), LookState::Unchanged);
        assert_eq!(state(LookState::Shrunk, Some(later)), LookState::Shrunk);
    }

    #[test]
    fn nobody_reads_zero_where_nothing_is_known() {
        let found = |state, files| {
            VolumeJson::found(&SourceLook { files, ..look(state, "", "") }).map(|it| it.files)
        };
        assert_eq!(found(LookState::Unreachable, 0), None);
        assert_eq!(found(LookState::NotTaken, 0), None);
        assert_eq!(found(LookState::NotTaken, 2), Some(2));
        assert_eq!(found(LookState::Empty, 0), Some(0));
        assert_eq!(found(LookState::Shrunk, 1), Some(1));
    }
}
