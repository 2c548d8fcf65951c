//! The overview: the newest scores, what needs attention, what came in.

use std::sync::Arc;

use metrics::evaluation::lifecycle::StepKind;
use metrics::finding::Severity;
use metrics::kind::Verdict;
use store::deliveries::DeliveryState;
use store::evaluations::StoredEvaluation;
use store::jobs::JobState;

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View};
use super::{finances, jobs, scorecard, scorecards, sources, submission, submissions};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Band, Body, Cell, Focus, Grid, Height, Page, Panel};
use crate::query::{self, Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// Lines of what is wrong with the folder of schemes; `policy lint` says all.
const FAULT_LINES_MAX: u16 = 6;

/// What needs attention.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    data: Option<Box<query::Overview>>,
    scores: List<usize>,
    alerts: List<Alert>,
    arrivals: List<usize>,
    focus: usize,
}

/// A line of what needs attention.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Alert {
    word: &'static str,
    count: i64,
    role: Role,
    place: Place,
}

/// Where one looks closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Tab(u8),
    Sources,
}

const PANELS: usize = 3;

impl Overview {
    fn newest(&self) -> Option<&std::sync::Arc<store::evaluations::StoredEvaluation>> {
        self.data.as_ref()?.evaluations.first()
    }

    fn focus_of(&self, panel: usize) -> Focus {
        if self.focus == panel { Focus::Here } else { Focus::Elsewhere }
    }

    fn scores<'a>(&'a self, context: &'a Context) -> Panel<'a> {
        let ranked = self.newest().map(|it| it.evaluation.ranked()).unwrap_or_default();
        let row = move |at: usize| {
            let Some((rank, card)) = ranked.get(at) else { return Vec::new() };
            let [score, band] = scorecards::result_cells(card, context);
            let rank = rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
            vec![Cell::plain(&rank), Cell::untrusted(&card.subject_name), score, band]
        };
        let title = match self.newest() {
            Some(newest) => {
                let period = newest.evaluation.period.to_string();
                let state = newest.state().as_str();
                let state = context.word(&format!("state-{state}"));
                let name = context.name(&newest.evaluation.name);
                let arguments = [
                    ("name", name.as_str()),
                    ("period", period.as_str()),
                    ("state", state.as_str()),
                ];
                context.say("overview-scores", &arguments)
            }
            None => context.word("overview-no-scores"),
        };
        let grid = Grid {
            columns: vec![
                context.number_column("rank"),
                context.untrusted_column("subject", 12),
                context.number_column("score"),
                context.text_column("grade", 14),
            ],
            len: self.scores.len(),
            cursor: Some(self.scores.cursor()),
            empty: context.word("empty-evaluations"),
            row: Box::new(row),
        };
        Panel { focus: self.focus_of(0), ..Panel::main(title, grid) }
    }

    fn alerts<'a>(&'a self, context: &'a Context) -> Panel<'a> {
        let row = |at: usize| {
            let Some(alert) = self.alerts.rows().get(at) else { return Vec::new() };
            let word = context.word(alert.word);
            vec![Cell::new(word, alert.role), Cell::plain(&alert.count.to_string())]
        };
        let grid = Grid {
            columns: vec![context.text_column("what", 16), context.number_column("count")],
            len: self.alerts.len(),
            cursor: Some(self.alerts.cursor()),
            empty: context.word("empty-alerts"),
            row: Box::new(row),
        };
        Panel { focus: self.focus_of(1), ..Panel::main(context.word("overview-alerts"), grid) }
    }

    fn arrivals<'a>(&'a self, context: &'a Context) -> Panel<'a> {
        let found = self.data.as_ref().map(|it| it.submissions.as_slice()).unwrap_or_default();
        let grid = submissions::grid(context, found, self.arrivals.cursor());
        Panel { focus: self.focus_of(2), ..Panel::main(context.word("overview-arrivals"), grid) }
    }

    fn list(&mut self) -> &mut dyn Scroll {
        match self.focus {
            0 => &mut self.scores,
            1 => &mut self.alerts,
            _ => &mut self.arrivals,
        }
    }
}

trait Scroll {
    fn go(&mut self, step: Step);
}

impl<T: PartialEq> Scroll for List<T> {
    fn go(&mut self, step: Step) {
        self.scroll(step);
    }
}

/// The sum of what is counted by a word, over some of the words.
fn counted<T: PartialEq>(by_word: impl IntoIterator<Item = (T, i64)>, words: &[T]) -> i64 {
    by_word.into_iter().filter(|(word, _)| words.contains(word)).map(|(_, count)| count).sum()
}

/// What a person ought to look at, worst first. Nothing to look at is no line. What waits for a
/// person is counted whole: it must not drop out of sight because newer things came.
fn alerts(data: &query::Overview, context: &Context) -> Vec<Alert> {
    let census = &data.census;
    let severe = |severities: &[Severity]| counted(census.open_findings.clone(), severities);
    let jobs = |states: &[JobState]| {
        counted(census.jobs.iter().map(|(_, state, count)| (*state, *count)), states)
    };
    let deliveries = |states: &[DeliveryState]| counted(census.deliveries.clone(), states);
    let lines = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let refused = (data.submissions.iter())
        .filter(|it| it.check.as_ref().is_some_and(|it| it.verdict == Verdict::Refused));
    let unchecked = data.submissions.iter().filter(|it| it.check.is_none());
    let waiting = |is_meant: fn(StepKind) -> bool| {
        let waits = |it: &&Arc<StoredEvaluation>| {
            scorecards::standing(it, context).waiting().any(|step| is_meant(step.kind))
        };
        lines(data.evaluations.iter().filter(waits).count())
    };
    let unknown = deliveries(&[DeliveryState::Unknown]);
    let failed = deliveries(&[DeliveryState::Rejected, DeliveryState::Failed]);
    let troubled = data.sources.iter().filter(|it| sources::is_trouble(it));
    let silent = jobs::silent(data.daemon_seen_at, context).is_some();
    [
        ("alert-daemon", i64::from(silent), Role::Bad, Place::Tab(5)),
        ("alert-refused", lines(refused.count()), Role::Bad, Place::Tab(4)),
        ("alert-sources", lines(troubled.count()), Role::Bad, Place::Sources),
        ("alert-errors", severe(&[Severity::Fatal, Severity::Error]), Role::Bad, Place::Tab(2)),
        ("alert-warnings", severe(&[Severity::Warning]), Role::Warn, Place::Tab(2)),
        ("alert-clues", severe(&[Severity::Clue]), Role::Text, Place::Tab(2)),
        ("alert-failed", data.queue.failures, Role::Bad, Place::Tab(5)),
        ("alert-unknown-deliveries", unknown, Role::Bad, Place::Tab(7)),
        ("alert-failed-deliveries", failed, Role::Bad, Place::Tab(7)),
        ("alert-held", jobs(&[JobState::Held]), Role::Warn, Place::Tab(5)),
        ("alert-running", jobs(&[JobState::Waiting, JobState::Running]), Role::Text, Place::Tab(5)),
        ("alert-unchecked", lines(unchecked.count()), Role::Warn, Place::Tab(4)),
        ("alert-drafts", waiting(|it| it == StepKind::Review), Role::Warn, Place::Tab(6)),
        ("alert-reviewed", waiting(|it| it == StepKind::Approve), Role::Warn, Place::Tab(6)),
        (
            "alert-course",
            waiting(|it| !matches!(it, StepKind::Review | StepKind::Approve)),
            Role::Warn,
            Place::Tab(6),
        ),
    ]
    .into_iter()
    .filter(|(_, count, ..)| 0 < *count)
    .map(|(word, count, role, place)| Alert { word, count, role, place })
    .collect()
}

/// What is wrong with the folder of schemes, if anything: nothing new can be evaluated until it is mended.
fn scheme_faults<'a>(context: &Context) -> Option<Panel<'a>> {
    if context.scheme_faults.is_empty() {
        return None;
    }
    let said = context.scheme_faults.iter().map(|it| it.sentence(&context.words));
    let said: Vec<Cell> = said.map(|it| Cell::new(CleanText::new(&it), Role::Bad)).collect();
    let (title, height) = (context.word("scheme-faults"), Height::Fit(FAULT_LINES_MAX));
    Some(Panel { title, height, focus: Focus::Elsewhere, body: Body::Text(said) })
}

impl View for Overview {
    fn kind(&self) -> Kind {
        Kind::Overview
    }

    fn request(&self, context: &Context) -> Option<Request> {
        Some(Request::Overview { sources: context.source_ids() })
    }

    fn is_loaded(&self) -> bool {
        self.data.is_some()
    }

    fn accept(&mut self, payload: Payload, context: &Context) -> bool {
        let Payload::Overview(data) = payload else { return false };
        let cards = data.evaluations.first().map_or(0, |it| it.evaluation.scorecards.len());
        self.scores.replace((0..cards).collect(), |a, b| a == b);
        self.alerts.replace(alerts(&data, context), |a, b| a.word == b.word);
        self.arrivals.replace((0..data.submissions.len()).collect(), |a, b| a == b);
        self.data = Some(data);
        true
    }

    fn scroll(&mut self, step: Step) {
        self.list().go(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let top = Band(vec![self.scores(context), self.alerts(context)]);
        let faults = scheme_faults(context).map(Panel::band);
        faults.into_iter().chain([top, self.arrivals(context).band()]).collect()
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        match self.focus {
            0 => {
                let newest = self.newest()?;
                let card = newest.evaluation.ranked().get(self.scores.cursor())?.1;
                Some(scorecard::Scorecard::screen(newest, card))
            }
            1 => Some(match self.alerts.selected()?.place {
                Place::Tab(tab) => Screen::of_tab(tab),
                Place::Sources => Screen::sources(),
            }),
            _ => {
                let submissions = &self.data.as_ref()?.submissions;
                let receipt = &submissions.get(self.arrivals.cursor())?.receipt;
                Some(submission::Submission::screen(receipt))
            }
        }
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match id {
            Id::PanelNext => self.focus = (self.focus + 1) % PANELS,
            Id::PanelBefore => self.focus = (self.focus + PANELS - 1) % PANELS,
            Id::Finances => {
                let ranked = self.newest().map(|it| it.evaluation.ranked()).unwrap_or_default();
                if let Some((_, card)) = ranked.get(self.scores.cursor()) {
                    return Outcome::open(finances::Finances::screen(&card.subject));
                }
            }
            _ => {}
        }
        Outcome::None
    }
}
