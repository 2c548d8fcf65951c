//! The reminder of a clock of an incident: what is to be done, by when, and what it rests on.

use config::locale::Words;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::incident::Clock;
use serde::Serialize;

use super::letter::{Block, Letter};
use crate::wording;

/// What a reminder says, before it is put into words.
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

    /// The word for what it says: with the time that is left, or that there is no number.
    fn word(&self, about: &str) -> String {
        let ending = if self.clock.due_at.is_some() { "" } else { "-open" };
        format!("incident-reminder-{about}{ending}")
    }
}

/// What the mail is about.
#[must_use]
pub fn subject(reminder: &Reminder<'_>, (words, zone): (&Words, &TimeZone)) -> String {
    words.format(&reminder.word("subject"), &reminder.arguments((words, zone)))
}

/// What the mail says.
#[must_use]
pub fn letter(reminder: &Reminder<'_>, (words, zone): (&Words, &TimeZone)) -> Letter {
    let text = words.format(&reminder.word("text"), &reminder.arguments((words, zone)));
    let started = reminder.clock.started_at.map(|it| wording::instant(it, zone));
    let said = [
        ("started", started.unwrap_or_default()),
        ("basis", reminder.basis.to_owned()),
        ("penalty", reminder.penalty.to_owned()),
    ];
    let said = said
        .map(|(id, value)| words.format(&format!("incident-reminder-{id}"), &[("value", value)]));
    let as_of = wording::instant(reminder.as_of, zone);
    Letter {
        title: subject(reminder, (words, zone)),
        blocks: vec![
            Block::Alarm(text),
            Block::List(said.to_vec()),
            Block::Text(words.get("incident-reminder-done")),
        ],
        foot: vec![
            words.format("mail-foot-as-of", &[("value", as_of)]),
            words.get("incident-reminder-when"),
        ],
    }
}
