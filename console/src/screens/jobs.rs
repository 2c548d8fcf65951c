//! Jobs: what was asked for, how far it is, and what came of it.

use store::jobs::{Job, JobState};

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, scorecards};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Body, Cell, Focus, Grid, Height, Page, Panel};
use crate::query::{Act, DAEMON_SILENT_S, Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;
use crate::widgets;

/// Jobs.
#[derive(Clone, Debug, Default)]
pub struct Jobs {
    jobs: List<Job>,
    daemon_seen_at: Option<jiff::Timestamp>,
}

/// A panel that says that no daemon gives a sign of life, if so.
pub(super) fn silence<'a>(
    seen_at: Option<jiff::Timestamp>,
    context: &Context,
) -> Option<Panel<'a>> {
    let text = silent(seen_at, context)?;
    let body = Body::Text(vec![Cell::new(text, Role::Warn)]);
    let (title, height) = (context.word("daemon"), Height::Fit(1));
    Some(Panel { title, height, focus: Focus::Elsewhere, body })
}

/// What to say when no daemon gives a sign of life.
pub(super) fn silent(seen_at: Option<jiff::Timestamp>, context: &Context) -> Option<CleanText> {
    let Some(seen_at) = seen_at else { return Some(context.word("daemon-never")) };
    let silent_s = context.now.as_second() - seen_at.as_second();
    let seen = context.instant(seen_at);
    (DAEMON_SILENT_S < silent_s).then(|| context.say("daemon-silent", &[("seen", seen.as_str())]))
}

/// How far a job is: a bar where the whole is known, else the steps done.
fn progress(job: &Job) -> CleanText {
    let (done, total) = (job.progress_done, job.progress_total);
    match job.state {
        JobState::Waiting => CleanText::default(),
        _ if 0 < total => CleanText::new(&format!("{} {done}/{total}", widgets::bar(done, total))),
        _ if 0 < done => CleanText::new(&done.to_string()),
        _ => CleanText::default(),
    }
}

/// What a job made, else why it did not.
fn outcome(job: &Job, context: &Context) -> Cell {
    match job.state {
        JobState::Failed | JobState::TimedOut => context.reason(&job.outcome),
        _ => Cell::untrusted(&job.outcome),
    }
}

impl Jobs {
    fn state(&self, job: &Job, context: &Context) -> Cell {
        let (sign, role) = match job.state {
            JobState::Waiting => (".", Role::Muted),
            JobState::Running => (">", Role::Accent),
            JobState::Done => ("+", Role::Good),
            JobState::Failed | JobState::TimedOut => ("x", Role::Bad),
            JobState::Held => ("?", Role::Warn),
            JobState::Dropped => ("-", Role::Muted),
        };
        if job.state == JobState::Waiting && silent(self.daemon_seen_at, context).is_some() {
            return Cell::new(context.word("job-no-daemon"), Role::Warn);
        }
        let word = context.word(&format!("job-{}", job.state.as_str()));
        Cell::new(CleanText::new(&format!("{sign} {word}")), role)
    }

    fn row(&self, at: usize, context: &Context) -> Vec<Cell> {
        let Some(job) = self.jobs.rows().get(at) else { return Vec::new() };
        vec![
            Cell::plain(&job.id.to_string()),
            Cell::plain(&job.kind),
            self.state(job, context),
            Cell::new(progress(job), Role::Text),
            outcome(job, context),
            Cell::plain(&job.requested_by),
            Cell::plain(context.instant(job.requested_at).as_str()),
        ]
    }

    fn about<'a>(&'a self, job: &'a Job, context: &'a Context) -> Panel<'a> {
        let instant = |at: Option<jiff::Timestamp>| {
            at.map(|at| Cell::plain(context.instant_with_offset(at).as_str())).unwrap_or_default()
        };
        let fields = vec![
            context.field("state", self.state(job, context)),
            context.field("arguments", Cell::untrusted(&job.arguments)),
            context.field("started", instant(job.started_at)),
            context.field("finished", instant(job.finished_at)),
            context.field("outcome", outcome(job, context)),
        ];
        let title = context.say("job-title", &[("id", &job.id.to_string())]);
        Panel::fields(title, 7, fields)
    }
}

impl View for Jobs {
    fn kind(&self) -> Kind {
        Kind::Jobs
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Jobs { before: i64::MAX })
    }

    fn is_loaded(&self) -> bool {
        self.jobs.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Jobs(found) = payload else { return false };
        let beat = self.daemon_seen_at != found.daemon_seen_at;
        self.daemon_seen_at = found.daemon_seen_at;
        self.jobs.replace(found.jobs, |a, b| a.id == b.id) || beat
    }

    fn more(&self) -> Option<Request> {
        Some(Request::Jobs { before: self.jobs.end_in_sight()?.id })
    }

    fn extend(&mut self, payload: Payload) {
        if let Payload::Jobs(page) = payload {
            self.jobs.append(page.jobs);
        }
    }

    fn polls(&self) -> bool {
        let moves = |job: &Job| matches!(job.state, JobState::Waiting | JobState::Running);
        self.jobs.is_one_page() && self.jobs.rows().iter().any(moves)
    }

    fn scroll(&mut self, step: Step) {
        self.jobs.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let grid = Grid {
            columns: vec![
                context.number_column("number"),
                context.text_column("kind", 8),
                context.text_column("state", 20),
                context.number_column("progress"),
                context.untrusted_column("outcome", 24),
                context.text_column("by", 8),
                context.optional_column("requested"),
            ],
            len: self.jobs.len(),
            cursor: Some(self.jobs.cursor()),
            empty: context.word("empty-jobs"),
            row: Box::new(|at| self.row(at, context)),
        };
        let mut page = vec![Panel::main(context.word("tab-jobs"), grid).band()];
        page.extend(self.jobs.selected().map(|job| self.about(job, context).band()));
        if self.is_loaded() {
            page.extend(silence(self.daemon_seen_at, context).map(Panel::band));
        }
        page
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let job = self.jobs.selected().filter(|job| job.state == JobState::Done)?;
        Some(Screen::Scorecards(scorecards::Scorecards::of_job(job)))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match (id, self.jobs.selected()) {
            (Id::Job(answer), Some(job)) => {
                Outcome::Ask(Act::OnJob { job: Box::new(job.clone()), answer })
            }
            _ => Outcome::None,
        }
    }

    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        let Id::Job(_) = id else { return None };
        let is_held = self.jobs.selected().is_some_and(|job| job.state == JobState::Held);
        (!is_held).then(|| context.word("off-not-held"))
    }
}
