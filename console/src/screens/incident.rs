//! One incident: how grave and why, its clocks, and everything that its party and supervisors did.

use config::locale::Language;
use jiff::Timestamp;
use metrics::incident::lifecycle::{IncidentEvent, Missing, Pending, Standing, Urgency};
use metrics::incident::{
    Act, CauseKind, Clock, ClockState, Compared, Event, Evidence, Found, Level, Matched, Matter,
    Quantity, Topic, Unchecked, Word,
};
use metrics::money::{FEN_DIGITS, format_grouped, format_minor};
use metrics::party::PartyId;

use super::incidents::{self, level, level_in_force, open_for, pressing, state, time_left};
use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, raw};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Field, Grid, Page, Panel};
use crate::query::{IncidentCase, Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// Columns of the bar of a clock.
const BAR_WIDTH: i64 = 8;

/// One incident.
#[derive(Clone, Debug)]
pub struct Incident {
    party: PartyId,
    number: String,
    case: Option<Box<IncidentCase>>,
    lines: List<Line>,
}

/// A line of the file. What is said of the incident comes first, then what happened, by instant.
#[derive(Clone, Debug, PartialEq)]
enum Line {
    Clock(Clock),
    Condition(Matched),
    /// A criterion that counts for nothing, because its bound is too uncertain.
    Withheld(Matched),
    /// A fact, by the word of its label.
    Fact(String, String),
    /// A fact in one of the words of the guide.
    Said(Matter, Word),
    /// What kind of cause it had.
    Cause(CauseKind),
    /// A duty that no submission shows: a person has to look.
    Unchecked(Unchecked),
    Act(Act),
    Evidence(Evidence),
    Event(IncidentEvent),
}

impl Incident {
    /// The screen of an incident.
    #[must_use]
    pub fn screen(case: &IncidentCase) -> Screen {
        let stored = &case.file.stored;
        Screen::Incident(Self {
            party: stored.party.clone(),
            number: stored.incident.incident_no.clone(),
            case: None,
            lines: List::default(),
        })
    }

    fn case(&self) -> Option<&IncidentCase> {
        self.case.as_deref()
    }

    fn grid<'a>(&'a self, context: &'a Context) -> Grid<'a> {
        let received_at = self.case().map(|it| it.file.stored.received_at);
        let row = move |at: usize| {
            let Some(line) = self.lines.rows().get(at) else { return Vec::new() };
            line.cells(received_at, context)
        };
        Grid {
            columns: vec![
                context.text_column("line-kind", 4),
                context.untrusted_column("what", 12),
                context.text_column("when", 16),
                context.untrusted_column("detail", 16),
            ],
            len: self.lines.len(),
            cursor: Some(self.lines.cursor()),
            empty: context.word("empty-history"),
            row: Box::new(row),
        }
    }
}

/// Everything that there is to say of an incident.
fn lines(case: &IncidentCase, unchecked: &[Unchecked]) -> Vec<Line> {
    let (standing, incident) = (&case.standing, &case.file.stored.incident);
    let clocks = standing.clocks.all().filter(|it| it.state.applies());
    let mut clocks: Vec<Clock> = clocks.cloned().collect();
    // What presses most first, what is settled last.
    clocks.sort_by_key(|it| (it.state.is_settled(), Urgency::of(it.state, it.due_at)));
    let mut lines: Vec<Line> = clocks.into_iter().map(Line::Clock).collect();
    let found = &standing.classification;
    lines.extend(found.conditions.iter().cloned().map(Line::Condition));
    lines.extend(found.withheld.iter().cloned().map(Line::Withheld));
    lines.extend(facts(incident));
    lines.extend(unchecked.iter().cloned().map(Line::Unchecked));
    // The events that have a column of their own are acts like the others.
    let of_columns = [Event::Discovery, Event::Report, Event::HandlingEnd, Event::Summary];
    let of_column = |event| {
        let at = incident.at(event)?;
        Some(Line::Act(Act { at, event, items: Vec::new(), note: String::new() }))
    };
    let mut happened: Vec<Line> = of_columns.into_iter().filter_map(of_column).collect();
    happened.extend(incident.acts.iter().cloned().map(Line::Act));
    happened.extend(incident.evidence.iter().cloned().map(Line::Evidence));
    happened.extend(case.file.events.iter().cloned().map(Line::Event));
    happened.sort_by_key(Line::at);
    lines.append(&mut happened);
    lines
}

/// What is known beside the criteria that are met, which name their own figures.
fn facts(incident: &metrics::incident::Incident) -> impl Iterator<Item = Line> + use<'_> {
    let figure = |(of, figure): (&Quantity, &u64)| {
        let figure = format_grouped((*figure).into(), 0);
        Line::Fact(format!("incident-quantity-{}", of.as_str()), figure)
    };
    let texts = [
        ("occurred", incident.occurred.map(|it| it.to_string()).unwrap_or_default()),
        ("products", incident.products.join(" ")),
        ("resources", incident.resources.join(" ")),
        ("affected", incident.affected.join(" ")),
        ("incident-description", incident.description.clone()),
    ];
    let text = |(word, text): (&str, String)| Line::Fact(format!("console-{word}"), text);
    let ransom = incident.ransom_fen.map(|it| format_minor(i128::from(it), FEN_DIGITS));
    let demanded = incident.ransom_on.map(|it| it.to_string());
    let ransom = [("ransom_yuan", ransom), ("ransom_on", demanded)]
        .into_iter()
        .filter_map(|(part, text)| Some(Line::Fact(format!("incident-part-{part}"), text?)));
    let cause = incident.cause_kind.map(Line::Cause);
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty()).map(text);
    let told = Topic::ALL.iter().filter_map(|topic| {
        let text = incident.told.get(topic)?.clone();
        Some(Line::Fact(format!("incident-part-{}", topic.column()), text))
    });
    let words = incident.words.iter().map(|(matter, word)| Line::Said(*matter, *word));
    incident
        .figures
        .iter()
        .map(figure)
        .chain(words)
        .chain(texts)
        .chain(ransom)
        .chain(cause)
        .chain(told)
}

impl Line {
    /// When it happened, of what happened.
    fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Act(act) => Some(act.at),
            Self::Evidence(evidence) => Some(evidence.effective_at),
            Self::Event(event) => Some(event.at),
            Self::Clock(_)
            | Self::Condition(_)
            | Self::Withheld(_)
            | Self::Fact(..)
            | Self::Said(..)
            | Self::Cause(_)
            | Self::Unchecked(_) => None,
        }
    }

    fn cells(&self, received_at: Option<Timestamp>, context: &Context) -> Vec<Cell> {
        let plain = |text: CleanText| Cell::new(text, Role::Text);
        let (part, what, when, detail) = match self {
            Self::Clock(clock) => (
                "clock",
                plain(clock_name(clock, context)),
                clock.due_at,
                clock_state(clock, context),
            ),
            Self::Condition(it) => {
                ("condition", plain(context.name(&it.name)), None, condition(it, context))
            }
            Self::Withheld(it) => {
                let withheld = Cell::new(context.term("incident-withheld"), Role::Warn);
                ("condition", plain(context.name(&it.name)), None, withheld)
            }
            Self::Said(matter, word) => {
                let what = context.term(&format!("incident-matter-{}", matter.as_str()));
                ("fact", plain(what), None, plain(said(*matter, *word, context)))
            }
            Self::Cause(kind) => {
                let what = context.term("incident-part-cause_kind");
                let kind = context.term(&format!("incident-word-{}", kind.as_str()));
                ("fact", plain(what), None, plain(kind))
            }
            Self::Unchecked(it) => {
                let source = context.source_short(&it.source).text;
                let detail = format!("{}  {source}  {}", it.id, context.name(&it.reason));
                let detail = Cell::new(CleanText::new(&detail), Role::Warn);
                ("duty", plain(context.name(&it.duty)), None, detail)
            }
            Self::Fact(word, text) => {
                ("fact", plain(context.term(word)), None, Cell::untrusted(text))
            }
            Self::Act(it) => {
                let what = event(it.event, context);
                ("history-act", plain(what), Some(it.at), Cell::untrusted(&it.note))
            }
            Self::Evidence(it) => {
                let detail = evidence(it, received_at, context);
                ("history-evidence", Cell::untrusted(&it.file), Some(it.effective_at), detail)
            }
            Self::Event(it) => {
                let what = context.term(&format!("incident-act-{}", it.act.as_str()));
                ("history-supervisor", plain(what), Some(it.at), act(it, context))
            }
        };
        let when = when.map(|it| context.instant(it)).unwrap_or_default();
        vec![plain(context.word(part)), what, plain(when), detail]
    }
}

/// Which clock it is: its id and who has to be told come first, as they tell clocks apart where there is
/// little room.
fn clock_name(clock: &Clock, context: &Context) -> CleanText {
    let (id, receiver) = (clock.id.as_str(), context.name(&clock.receiver));
    let what = context.term(&format!("incident-clock-{id}"));
    CleanText::new(&format!("{id} {receiver}  {what}"))
}

/// Where a clock stands: how much of its time is used, as a bar and in words, and its basis.
fn clock_state(clock: &Clock, context: &Context) -> Cell {
    let left = || clock.due_at.map(|it| time_left(it, context)).unwrap_or_default();
    let (word, role) = match clock.state {
        ClockState::NotApplicable { because } => {
            let because = context.term(&format!("incident-because-{}", because.as_str()));
            let word = ("because", because.as_str());
            (context.term_with("incident-state-not_applicable", &[word]), Role::Muted)
        }
        ClockState::NotComputable { missing } => {
            let missing = context.term(&format!("incident-missing-{}", missing.as_str()));
            let word = ("missing", missing.as_str());
            (context.term_with("incident-state-not_computable", &[word]), Role::Warn)
        }
        ClockState::Running => (left(), Role::Warn),
        ClockState::Met => (context.term("incident-state-met"), Role::Good),
        ClockState::Open => (context.term("incident-state-open"), Role::Warn),
        ClockState::Done => (context.term("incident-state-done"), Role::Good),
        ClockState::Late { by_s } => {
            let late = incidents::span(by_s, context);
            (context.say("time-late", &[("time", late.as_str())]), Role::Bad)
        }
        ClockState::Missed => {
            let missed = context.term("incident-state-missed");
            (CleanText::new(&format!("{missed}  {}", left())), Role::Bad)
        }
    };
    let bar = bar(clock, context).unwrap_or_default();
    let source = context.source_short(&clock.source).text;
    let parts = [bar, word, source].map(|it| it.to_string());
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    Cell::new(CleanText::new(&parts.join("  ")), role)
}

/// How much of a clock's time was used when it was done, or is by now.
fn bar(clock: &Clock, context: &Context) -> Option<CleanText> {
    let (started_at, due_at) = (clock.started_at?, clock.due_at?);
    let used = clock.done_at.unwrap_or(context.now).duration_since(started_at).as_secs();
    let whole = due_at.duration_since(started_at).as_secs().max(1);
    let percent = used.max(0).saturating_mul(100) / whole;
    let filled = usize::try_from((percent * BAR_WIDTH / 100).min(BAR_WIDTH)).unwrap_or(0);
    let rest = usize::try_from(BAR_WIDTH).unwrap_or(0) - filled;
    let shown = if percent <= 999 { format!("{percent:>3}%") } else { ">999%".to_owned() };
    Some(CleanText::new(&format!("[{}{}] {shown}", "#".repeat(filled), ".".repeat(rest))))
}

/// A condition that is met: the figure, the bound, its level, and whether the bound is certain.
fn condition(it: &Matched, context: &Context) -> Cell {
    let word = level(it.level, context);
    let (actual, bound) = match it.compared {
        Compared::Figure { actual, at_least, .. } => {
            (format_grouped(actual.into(), 0), format_grouped(at_least.into(), 0))
        }
        Compared::Word { matter, actual, at_least } => {
            let said = |word| said(matter, word, context).to_string();
            (said(actual), said(at_least))
        }
    };
    let figures =
        context.say("condition-met", &[("actual", actual.as_str()), ("bound", bound.as_str())]);
    let verify = if it.verify { context.term("incident-verify") } else { CleanText::default() };
    let source = context.source_short(&it.basis).text;
    Cell::new(CleanText::new(&format!("{}  {figures}  {source}  {verify}", word.text)), word.role)
}

/// A word of the guide, in the language of the session.
fn said(matter: Matter, word: Word, context: &Context) -> CleanText {
    let (en, zh) = matter.words().iter().find(|(en, _)| *en == word.as_str()).unwrap_or(&("", ""));
    match context.words.language() {
        Language::Zh => CleanText::new(zh),
        Language::En => CleanText::new(&en.replace('_', " ")),
    }
}

fn event(event: Event, context: &Context) -> CleanText {
    context.term(&format!("incident-event-{}", event.as_str()))
}

/// What a file proves, its hash, and when it came.
fn evidence(it: &Evidence, received_at: Option<Timestamp>, context: &Context) -> Cell {
    let received = received_at
        .map(|it| context.say("evidence-received", &[("at", context.instant(it).as_str())]));
    let proves = it
        .proves
        .map(|it| context.say("evidence-proves", &[("event", event(it, context).as_str())]));
    let hash = format!("SHA-256 {}", it.sha256);
    let parts = [proves, received].into_iter().flatten().map(|it| it.to_string()).chain([hash]);
    Cell::untrusted(&parts.collect::<Vec<_>>().join("  "))
}

/// Who did it, which level or day it names, and why.
fn act(it: &IncidentEvent, context: &Context) -> Cell {
    let level =
        it.act.level().map(|it| context.term(&format!("level-{}", it.as_str())).to_string());
    let due_on = it.act.due_on().map(|it| it.to_string());
    let parts = [Some(it.account.clone()), level, due_on, Some(it.note.clone())];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|it| !it.is_empty()).collect();
    Cell::untrusted(&parts.join("  "))
}

/// What counts, and where it comes from: the guide, or a person against the guide.
fn level_field(standing: &Standing, context: &Context) -> Field {
    let mut cell = level_in_force(standing, context);
    let word = |it| context.term(&format!("level-{}", Level::as_str(it)));
    let machine = word(standing.classification.level);
    let version = standing.classification.guide_version.as_str();
    let arguments = [("machine", machine.as_str()), ("version", version)];
    let by = match standing.decision {
        Some(decision) if decision.level == standing.level => "level-by-person",
        Some(_) | None => "level-by-guide",
    };
    let proposed = standing
        .proposed
        .map(|it| context.say("level-proposed", &[("level", word(it).as_str())]).to_string());
    let by = context.say(by, &arguments).to_string();
    let parts: Vec<String> = [cell.text.to_string(), by].into_iter().chain(proposed).collect();
    cell.text = CleanText::new(&parts.join("  "));
    context.field("level", cell)
}

/// What has to be there before it is archived.
fn missing(standing: &Standing, context: &Context) -> Cell {
    let word = |it: &Missing| context.word(&format!("missing-{}", it.as_str())).to_string();
    let missing: Vec<String> = standing.missing.iter().map(word).collect();
    if missing.is_empty() {
        return Cell::new(context.word("missing-nothing"), Role::Good);
    }
    Cell::new(CleanText::new(&missing.join(context.word("list-comma").as_str())), Role::Warn)
}

/// The order that is open, if one is.
fn order(standing: &Standing, context: &Context) -> Option<Field> {
    let order = standing.order.as_ref()?;
    let today = context.zone.to_datetime(context.now).date();
    let is_overdue = order.due_on < today;
    let (word, role) =
        if is_overdue { ("order-overdue", Role::Bad) } else { ("order-due", Role::Warn) };
    let due_on = order.due_on.to_string();
    let arguments = [("due", due_on.as_str()), ("actor", &order.account), ("note", &order.note)];
    Some(context.field("open-order", Cell::new(context.say(word, &arguments), role)))
}

/// What it is open for, and the next limit, which what presses more does not hide.
fn open_and_next(standing: &Standing, context: &Context) -> Cell {
    let mut cell = open_for(standing, context);
    let is_due = |it: &&Pending| matches!(it.urgency(), Urgency::Due(_));
    if let Some(next) = standing.pending.iter().skip(1).find(is_due) {
        let next = pressing(next, context).text;
        let arguments = [("first", cell.text.as_str()), ("next", next.as_str())];
        cell.text = context.say("open-for-next", &arguments);
    }
    cell
}

/// What its type is called, with the code; the code alone where the list does not have it.
fn kind(incident: &metrics::incident::Incident, context: &Context) -> String {
    let code = incident.incident_type.as_deref().unwrap_or_default();
    let name = match context.policy.incident_types.find(code) {
        Found::Known(category, listed) => listed.map_or(&category.name, |it| &it.name),
        Found::Unlisted(_) | Found::Unknown => return code.to_owned(),
    };
    format!("{} {code}", context.name(name))
}

fn about(case: &IncidentCase, context: &Context) -> Vec<Field> {
    let (stored, standing) = (&case.file.stored, &case.standing);
    let incident = &stored.incident;
    let what = format!("{}  {}", incident.title, kind(incident, context));
    let mut fields = vec![
        context.field("incident-what", Cell::untrusted(what.trim_end())),
        context.field("subject", context.party(&stored.party)),
        level_field(standing, context),
        context.field("life", state(standing, context)),
        context.field("open-for", open_and_next(standing, context)),
    ];
    fields.extend(order(standing, context));
    fields.push(context.field("missing", missing(standing, context)));
    fields
}

impl View for Incident {
    fn kind(&self) -> Kind {
        Kind::Incident
    }

    fn request(&self, context: &Context) -> Option<Request> {
        let (party, incident_no) = (self.party.clone(), self.number.clone());
        Some(Request::Incident { party, incident_no, as_of: context.as_of })
    }

    fn is_loaded(&self) -> bool {
        self.case.is_some()
    }

    fn accept(&mut self, payload: Payload, context: &Context) -> bool {
        let Payload::Incident(case) = payload else { return false };
        let is_new = self.case.as_ref() != Some(&case);
        let unchecked = &context.policy.incident.clocks.unchecked;
        self.lines.replace(lines(&case, unchecked), |a, b| a == b);
        self.case = Some(case);
        is_new
    }

    fn scroll(&mut self, step: Step) {
        self.lines.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let Some(case) = self.case() else { return Vec::new() };
        let title = context.say("incident-title", &[("number", &self.number)]);
        vec![
            Panel::fields(title, 10, about(case, context)).band(),
            Panel::main(context.word("history"), self.grid(context)).band(),
        ]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        Some(raw::Raw::screen(incidents::raw_key(self.case()?)))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        self.case().map_or(Outcome::None, |case| incidents::run(case, id))
    }

    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        incidents::refusal(self.case(), id, context)
    }
}
