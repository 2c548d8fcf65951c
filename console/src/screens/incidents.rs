//! Incidents: how grave, how far, and how long there is left. And what is the same on the screen of one.

use jiff::Timestamp;
use metrics::incident::lifecycle::{Doing, IncidentAct, IncidentState, Pending, Standing, Urgency};
use metrics::incident::{ClockState, Level};

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, incident, raw, submission};
use crate::app::Form;
use crate::command::Id;
use crate::context::Context;
use crate::page::{self, Cell, Column, Grid, Page, Panel};
use crate::query::{Act, IncidentCase, IncidentPage, Payload, RawKey, Request, RowPlace};
use crate::text::CleanText;
use crate::theme::Role;

/// Incidents.
#[derive(Clone, Debug, Default)]
pub struct Incidents {
    cases: List<IncidentCase>,
    /// Whether only those are shown that are open.
    open_only: bool,
    /// As known when: the next page is of the same instant.
    as_of: Option<Timestamp>,
}

/// A level with the colour of its early warning, which stands there in words, too.
pub(super) fn level(level: Level, context: &Context) -> Cell {
    let text = context.word(&format!("warning-{}", level.as_str()));
    Cell::new(text, Role::Level(level))
}

/// The level that counts, if there is one.
pub(super) fn level_in_force(standing: &Standing, context: &Context) -> Cell {
    if !standing.is_graded {
        return Cell::new(context.word("level-unknown"), Role::Warn);
    }
    level(standing.level, context)
}

/// How far it has come; where nobody has confirmed the level, with a sign for that.
pub(super) fn state(standing: &Standing, context: &Context) -> Cell {
    let word = context.term(&format!("incident-life-{}", standing.state.as_str()));
    if !standing.is_triaged && standing.state != IncidentState::Archived {
        return Cell::new(CleanText::new(&format!("? {word}")), Role::Warn);
    }
    let role = match standing.state {
        IncidentState::SummaryDue => Role::Warn,
        IncidentState::Archived => Role::Good,
        IncidentState::Detected
        | IncidentState::Triaged
        | IncidentState::Reported
        | IncidentState::Handling
        | IncidentState::Contained
        | IncidentState::HandlingEnded
        | IncidentState::Summarised => Role::Text,
    };
    Cell::new(word, role)
}

/// So many seconds, in the two largest units; below a minute they are shown themselves, so that what is
/// a second late is not late by nothing.
pub(super) fn span(seconds: i64, context: &Context) -> CleanText {
    let seconds = seconds.unsigned_abs();
    if seconds < 60 {
        return context.say("span-seconds", &[("seconds", &seconds.to_string())]);
    }
    let minutes = seconds / 60;
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let [d, h, m] = [days, hours, minutes].map(|it| it.to_string());
    match (days, hours) {
        (0, 0) => context.say("span-minutes", &[("minutes", &m)]),
        (0, _) => context.say("span-hours", &[("hours", &h), ("minutes", &m)]),
        _ => context.say("span-days", &[("days", &d), ("hours", &h)]),
    }
}

/// How long a clock still runs, or for how long it has run out.
pub(super) fn time_left(due_at: Timestamp, context: &Context) -> CleanText {
    let seconds = due_at.duration_since(context.now).as_secs();
    let word = if seconds < 0 { "time-over" } else { "time-left" };
    context.say(word, &[("time", span(seconds, context).as_str())])
}

/// What an incident is open for: what presses most, and how much there is besides.
pub(super) fn open_for(standing: &Standing, context: &Context) -> Cell {
    let Some((first, rest)) = standing.pending.split_first() else {
        return Cell::new(context.word("open-for-nothing"), Role::Muted);
    };
    let mut cell = pressing(first, context);
    if !rest.is_empty() {
        let more = rest.len().to_string();
        let arguments = [("first", cell.text.as_str()), ("more", &more)];
        cell.text = context.say("open-for-more", &arguments);
    }
    cell
}

/// Which clock or order it is, and how long there is left, or why nobody can say.
pub(super) fn pressing(it: &Pending, context: &Context) -> Cell {
    let (left, role) = match it.urgency() {
        Urgency::Missed(due_at) => (time_left(due_at, context), Role::Bad),
        Urgency::Due(due_at) => (time_left(due_at, context), Role::Warn),
        Urgency::AtOnce => (context.term("incident-state-open"), Role::Warn),
        Urgency::Unclear => (context.word("may-be-overdue"), Role::Warn),
        Urgency::Later => (not_begun(it.state, context), Role::Muted),
    };
    Cell::new(CleanText::new(&format!("{} {left}", it.awaited.as_str())), role)
}

/// Why what presses nobody yet has not begun.
fn not_begun(state: ClockState, context: &Context) -> CleanText {
    match state {
        ClockState::NotComputable { missing } => {
            context.term(&format!("incident-missing-{}", missing.as_str()))
        }
        ClockState::NotApplicable { .. }
        | ClockState::Running
        | ClockState::Met
        | ClockState::Late { .. }
        | ClockState::Missed
        | ClockState::Open
        | ClockState::Done => CleanText::default(),
    }
}

/// Why an act on an incident would be refused, if so.
pub(super) fn refusal(case: Option<&IncidentCase>, id: Id, context: &Context) -> Option<CleanText> {
    let Id::Incident(doing) = id else { return None };
    let Some(case) = case else { return Some(context.word("off-no-incident")) };
    case.standing.refusal(doing).map(|refused| context.term(refused.id()))
}

/// What a command does with an incident.
pub(super) fn run(case: &IncidentCase, id: Id) -> Outcome {
    match id {
        Id::Raw => Outcome::open(raw::Raw::screen(raw_key(case))),
        Id::Submission => Outcome::open(submission::Submission::screen(&case.file.stored.receipt)),
        Id::Incident(doing) => ask(case, doing),
        _ => Outcome::None,
    }
}

/// The act as a person is asked about it; where something has to be told first, a form for that.
fn ask(case: &IncidentCase, doing: Doing) -> Outcome {
    let stored = &case.file.stored;
    let (party, incident_no) = (stored.party.clone(), stored.incident.incident_no.clone());
    let counts = case.standing.level;
    let levels = |is_there: fn(&Level, &Level) -> bool, act: fn(Level) -> IncidentAct| {
        Level::ALL.into_iter().filter(|it| is_there(it, &counts)).map(act).collect::<Vec<_>>()
    };
    let act = match doing {
        Doing::Upgrade => {
            let acts = levels(Level::gt, IncidentAct::Upgrade);
            return Outcome::Fill(Form::level(party, incident_no, acts));
        }
        Doing::ProposeDowngrade => {
            let mut acts = levels(Level::lt, IncidentAct::ProposeDowngrade);
            acts.reverse();
            return Outcome::Fill(Form::level(party, incident_no, acts));
        }
        Doing::Order => return Outcome::Fill(Form::order(party, incident_no)),
        Doing::ConfirmDowngrade => match case.standing.proposed {
            Some(level) => IncidentAct::ConfirmDowngrade(level),
            None => return Outcome::None,
        },
        Doing::Triage => IncidentAct::Triage,
        Doing::RefuseDowngrade => IncidentAct::RefuseDowngrade,
        Doing::AcceptRectification => IncidentAct::AcceptRectification,
        Doing::Archive => IncidentAct::Archive,
        Doing::Comment => IncidentAct::Comment,
    };
    Outcome::Ask(Act::OnIncident { party, incident_no, act, note: String::new() })
}

/// The row of an incident.
pub(super) fn raw_key(case: &IncidentCase) -> RawKey {
    let stored = &case.file.stored;
    RawKey {
        sha256: stored.sha256.clone(),
        receipt: stored.receipt.clone(),
        row: RowPlace::At(stored.origin),
        column: String::new(),
    }
}

impl Incidents {
    fn grid<'a>(&'a self, context: &'a Context) -> Grid<'a> {
        let row = |at: usize| {
            let Some(case) = self.cases.rows().get(at) else { return Vec::new() };
            let stored = &case.file.stored;
            let mut level = level_in_force(&case.standing, context);
            if case.standing.proposed.is_some() {
                level.text = context.say("level-to-be-lower", &[("level", level.text.as_str())]);
            }
            vec![
                level,
                state(&case.standing, context),
                open_for(&case.standing, context),
                Cell::untrusted(&stored.incident.incident_no),
                context.party(&stored.party),
                Cell::untrusted(&stored.incident.title),
            ]
        };
        Grid {
            columns: vec![
                context.text_column("level", 12),
                context.text_column("life", 12),
                context.text_column("open-for", 17),
                context.untrusted_column("incident-no", 10),
                context.untrusted_column("subject", 8),
                Column {
                    kind: page::Kind::Optional,
                    ..context.untrusted_column("incident-what", 8)
                },
            ],
            len: self.cases.len(),
            cursor: Some(self.cases.cursor()),
            empty: context.word("empty-incidents"),
            row: Box::new(row),
        }
    }
}

impl View for Incidents {
    fn kind(&self) -> Kind {
        Kind::Incidents
    }

    fn request(&self, context: &Context) -> Option<Request> {
        let page = if self.open_only {
            IncidentPage::Open { after: None }
        } else {
            IncidentPage::Newest { before: i64::MAX }
        };
        Some(Request::Incidents { page, as_of: context.as_of })
    }

    fn is_loaded(&self) -> bool {
        self.cases.is_loaded()
    }

    fn accept(&mut self, payload: Payload, context: &Context) -> bool {
        let Payload::Incidents(found) = payload else { return false };
        self.as_of = Some(context.as_of);
        self.cases.replace(found, |a, b| a.file.stored.id == b.file.stored.id)
    }

    fn more(&self) -> Option<Request> {
        let last = self.cases.end_in_sight()?;
        let page = if self.open_only {
            IncidentPage::Open { after: last.place }
        } else {
            IncidentPage::Newest { before: last.file.stored.id }
        };
        Some(Request::Incidents { page, as_of: self.as_of? })
    }

    fn extend(&mut self, payload: Payload) {
        if let Payload::Incidents(page) = payload {
            self.cases.append(page);
        }
    }

    fn scroll(&mut self, step: Step) {
        self.cases.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let title = if self.open_only { "incidents-open" } else { "incidents" };
        vec![Panel::main(context.word(title), self.grid(context)).band()]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        Some(incident::Incident::screen(self.cases.selected()?))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        if id == Id::OpenOnly {
            *self = Self { open_only: !self.open_only, ..Self::default() };
            return Outcome::Reload;
        }
        self.cases.selected().map_or(Outcome::None, |case| run(case, id))
    }

    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        refusal(self.cases.selected(), id, context)
    }
}

#[cfg(test)]
mod tests {
    use config::locale::Language;

    use super::*;
    use crate::testing::model;

    #[test]
    fn a_second_is_not_nothing() {
        let context = model(Language::En, None).context;
        for (seconds, expected) in [
            (0, "0s"),
            (1, "1s"),
            (-59, "59s"),
            (60, "1m"),
            (3_599, "59m"),
            (3_600, "1h 0m"),
            (86_399, "23h 59m"),
            (86_400, "1d 0h"),
        ] {
            assert_eq!(span(seconds, &context).as_str(), expected, "{seconds}");
        }
    }
}
