//! The reminder of clocks of incidents of one party: what is to be done, by when, and what it rests on.

use config::locale::Words;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::clean::clean_inline;
use metrics::incident::Clock;
use serde::Serialize;

use super::letter::{Block, Letter};
use crate::wording;

/// So many clocks stand in one mail; the rest is counted.
const CLOCKS_MAX: usize = 20;

/// What a reminder says of one clock, before it is put into words.
#[derive(Clone, Debug, Serialize)]
pub struct Reminder<'a> {
    /// Whose incident it is.
    pub party: &'a str,
    /// Its number.
    pub incident: &'a str,
    /// What happened, in one line.
    pub title: &'a str,
    /// The clock.
    pub clock: &'a Clock,
    /// Since when nothing has happened.
    pub since: Timestamp,
    /// What was known at this instant is what it says.
    pub as_of: Timestamp,
    /// What it rests on, in words.
    pub basis: &'a str,
    /// What threatens, in words.
    pub penalty: &'a str,
}

impl Reminder<'_> {
    /// Its bytes for keeping (RFC 8785).
    ///
    /// # Errors
    ///
    /// Returns an error if a number cannot be written, which none of a reminder does.
    pub fn document(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_jcs::to_vec(self)
    }

    fn arguments(&self, (words, zone): (&Words, &TimeZone)) -> Vec<(&'static str, String)> {
        let due_at = self.clock.due_at;
        let left = due_at.map(|it| wording::duration(it.duration_since(self.as_of), words));
        let due = due_at.map(|it| wording::instant(it, zone));
        vec![
            ("party", self.party.to_owned()),
            ("incident", self.incident.to_owned()),
            ("title", self.title.to_owned()),
            ("clock", words.get(&format!("incident-clock-{}", self.clock.id.as_str()))),
            ("receiver", wording::name(words, &self.clock.receiver).to_owned()),
            ("since", wording::instant(self.since, zone)),
            ("due", due.unwrap_or_default()),
            ("left", left.unwrap_or_default()),
        ]
    }

    /// What is to be done, and what it rests on.
    fn blocks(&self, (words, zone): (&Words, &TimeZone)) -> [Block; 2] {
        let text = words.format(&self.word("text"), &self.arguments((words, zone)));
        let started = self.clock.started_at.map(|it| wording::instant(it, zone));
        let said = [
            ("started", started.unwrap_or_default()),
            ("basis", self.basis.to_owned()),
            ("penalty", self.penalty.to_owned()),
        ];
        let said = said.map(|(id, value)| {
            words.format(&format!("incident-reminder-{id}"), &[("value", value)])
        });
        [Block::Alarm(text), Block::List(said.to_vec())]
    }

    /// The word for what it says: with the time that is left, or that there is no number.
    fn word(&self, about: &str) -> String {
        let ending = if self.clock.due_at.is_some() { "" } else { "-open" };
        format!("incident-reminder-{about}{ending}")
    }
}

/// What a mail about these clocks of one party is about: the clock, or how many there are.
#[must_use]
pub fn subject(reminders: &[Reminder<'_>], (words, zone): (&Words, &TimeZone)) -> String {
    let subject = match reminders {
        [only] => words.format(&only.word("subject"), &only.arguments((words, zone))),
        many => {
            let party = many.first().map_or("", |it| it.party).to_owned();
            let arguments = [("party", party), ("count", many.len().to_string())];
            words.format("incident-reminder-subject-many", &arguments)
        }
    };
    // What others wrote stands in it, and no header has controls.
    clean_inline(&subject)
}

/// What a mail about these clocks of one party says.
#[must_use]
pub fn letter(reminders: &[Reminder<'_>], (words, zone): (&Words, &TimeZone)) -> Letter {
    let shown = reminders.iter().take(CLOCKS_MAX);
    let mut blocks: Vec<Block> = shown.flat_map(|it| it.blocks((words, zone))).collect();
    let more = reminders.len().saturating_sub(CLOCKS_MAX);
    if 0 < more {
        blocks.push(Block::Text(words.format("mail-digest-more", &[("count", more.to_string())])));
    }
    blocks.push(Block::Text(words.get("incident-reminder-done")));
    let as_of = reminders.first().map(|it| wording::instant(it.as_of, zone));
    Letter {
        title: subject(reminders, (words, zone)),
        blocks,
        foot: vec![
            words.format("mail-foot-as-of", &[("value", as_of.unwrap_or_default())]),
            words.get("incident-reminder-when"),
        ],
    }
}
