//! An evaluation: its subjects ranked, its standing, its way out; review and approval.

use std::sync::Arc;

use jiff::civil::Date;
use metrics::evaluation::consequence::{Consequence, Proposal};
use metrics::evaluation::evaluator::OtherBody;
use metrics::evaluation::lifecycle::{
    self, Case, EvaluationAct, EvaluationEvent, EvaluationState, Guide, Said, Standing, Step as Due,
};
use metrics::evaluation::procedure::Procedure;
use metrics::evaluation::scorecard::{Evaluation, ScoreResult, Scorecard};
use metrics::incident::ClockContext;
use metrics::party::PartyId;
use store::evaluations::StoredEvaluation;
use store::jobs::Job;

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, scorecard};
use crate::app::Form;
use crate::command::Id;
use crate::context::Context;
use crate::page::{Body, Cell, Field, Focus, Grid, Height, Page, Panel};
use crate::query::{Act, EvaluationFile, Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// An evaluation.
#[derive(Clone, Debug)]
pub struct Scorecards {
    which: Which,
    file: Content,
    ranked: List<usize>,
}

#[derive(Clone, Debug)]
enum Which {
    Newest,
    Id(String),
    Job(Box<Job>),
}

#[derive(Clone, Debug)]
enum Content {
    NotYet,
    /// There is no such evaluation.
    None,
    Here(Arc<EvaluationFile>),
}

impl Scorecards {
    /// The newest evaluation.
    #[must_use]
    pub fn newest() -> Self {
        Self { which: Which::Newest, file: Content::NotYet, ranked: List::default() }
    }

    /// The evaluation with that id.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self { which: Which::Id(id.to_owned()), ..Self::newest() }
    }

    /// The evaluation that a job made.
    #[must_use]
    pub fn of_job(job: &Job) -> Self {
        Self { which: Which::Job(Box::new(job.clone())), ..Self::newest() }
    }

    /// The subject of the line.
    fn subject(&self) -> Option<&PartyId> {
        let ranked = self.file()?.stored.evaluation.ranked();
        Some(&ranked.get(self.ranked.cursor())?.1.subject)
    }

    /// What may follow for the subject under the cursor; `None` where nothing may for anybody.
    fn proposals<'a>(&'a self, context: &'a Context) -> Option<Panel<'a>> {
        let proposed = &self.file()?.proposed;
        let own = proposed.iter().filter(|it| Some(&it.subject) == self.subject());
        let mut lines: Vec<Cell> =
            own.flat_map(|it| &it.proposals).map(|it| proposal(it, context)).collect();
        if lines.is_empty() {
            lines.push(Cell::new(context.word("empty-proposals"), Role::Muted));
        }
        let (title, height) = (context.word("proposals"), Height::Fit(4));
        let (focus, body) = (Focus::Elsewhere, Body::Text(lines));
        (!proposed.is_empty()).then_some(Panel { title, height, focus, body })
    }

    fn file(&self) -> Option<&Arc<EvaluationFile>> {
        match &self.file {
            Content::NotYet | Content::None => None,
            Content::Here(file) => Some(file),
        }
    }
}

impl View for Scorecards {
    fn kind(&self) -> Kind {
        Kind::Scorecards
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(match &self.which {
            Which::Newest => Request::Evaluation { id: None },
            Which::Id(id) => Request::Evaluation { id: Some(id.clone()) },
            Which::Job(job) => Request::EvaluationOf { job: job.clone() },
        })
    }

    fn is_loaded(&self) -> bool {
        !matches!(self.file, Content::NotYet)
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Evaluation(file) = payload else { return false };
        let cards = file.as_ref().map_or(0, |it| it.stored.evaluation.scorecards.len());
        self.ranked.replace((0..cards).collect(), |a, b| a == b);
        self.file = file.map_or(Content::None, Content::Here);
        true
    }

    fn scroll(&mut self, step: Step) {
        self.ranked.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let Some(file) = self.file() else {
            let empty = Cell::new(context.word("empty-evaluations"), Role::Muted);
            let hint = Cell::plain(context.word("hint-evaluate").as_str());
            let body = Body::Text(vec![empty, hint]);
            let (title, height) = (context.word("tab-scorecards"), Height::Fill);
            return vec![Panel { title, height, focus: Focus::Here, body }.band()];
        };
        let mut page = vec![
            about(file, context).band(),
            ranked(&file.stored, self.ranked.cursor(), context).band(),
        ];
        page.extend(self.proposals(context).map(Panel::band));
        if !file.deliveries.is_empty() {
            page.push(deliveries(file, context).band());
        }
        page
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let stored = &self.file()?.stored;
        let card = stored.evaluation.ranked().get(self.ranked.cursor())?.1;
        Some(scorecard::Scorecard::screen(stored, card))
    }

    fn run(&mut self, id: Id, context: &Context) -> Outcome {
        match (id, self.file()) {
            (Id::Act(act), Some(file)) => Outcome::Ask(ask(&file.stored, act)),
            (Id::Course, Some(file)) => match self.subject() {
                Some(subject) => {
                    let acts = recordable(file, subject, context);
                    let of = (file.stored.id.as_str(), subject);
                    Outcome::Fill(Form::course(of, acts, order_until(&file.stored, context)))
                }
                None => Outcome::None,
            },
            _ => Outcome::None,
        }
    }

    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        let file = self.file();
        let refused = refusal(file.map(|it| &*it.stored), id, context);
        if id != Id::Course || refused.is_some() {
            return refused;
        }
        let acts = file.zip(self.subject()).map(|(it, of)| recordable(it, of, context));
        let is_nothing = acts.is_none_or(|it| it.is_empty());
        is_nothing.then(|| context.word("course-nothing"))
    }
}

/// An act on an evaluation, still without a reason.
pub(super) fn ask(stored: &StoredEvaluation, act: EvaluationAct) -> Act {
    Act::OnEvaluation { id: stored.id.clone(), act, said: Said::default() }
}

/// Why an act on an evaluation would be refused, by the body that evaluates and the rules of its life.
pub(super) fn refusal(
    stored: Option<&StoredEvaluation>,
    id: Id,
    context: &Context,
) -> Option<CleanText> {
    if !matches!(id, Id::Act(_) | Id::Course) {
        return None;
    }
    let Some(stored) = stored else { return Some(context.word("empty-evaluations")) };
    let person = context.who.person.as_ref()?;
    if let Err(other) = procedure(stored, context).admit(person.belonging()) {
        return Some(context.term_with(OtherBody::ID, &other.arguments()));
    }
    let Id::Act(act) = id else { return None };
    let actor = context.who.actor()?;
    let refused = judged(stored, context, |case, guide| {
        lifecycle::allow(case, (act, None), actor, guide).err()
    });
    Some(context.term(refused?.id()))
}

/// The procedure of its scheme.
fn procedure<'a>(stored: &StoredEvaluation, context: &'a Context) -> &'a Procedure {
    context.policy.procedure.of(&stored.evaluation.scheme.id)
}

/// Judges the course of an evaluation by the policy and the time of the session.
fn judged<T>(
    stored: &StoredEvaluation,
    context: &Context,
    judge: impl FnOnce(Case<'_>, Guide<'_>) -> T,
) -> T {
    let calendar = context.policy.calendar();
    let clock = ClockContext { as_of: context.now, zone: &context.zone, calendar: &calendar };
    let procedure = procedure(stored, context);
    let (subjects, events) = (&stored.subjects()[..], &stored.acts[..]);
    let case = Case { requested_by: &stored.requested_by, subjects, events };
    judge(case, Guide { procedure, context: &clock })
}

/// Where it stands now.
pub(super) fn standing(stored: &StoredEvaluation, context: &Context) -> Standing {
    judged(stored, context, lifecycle::standing)
}

/// The acts that say something and are allowed now, for a subject and for the whole; what may be decided
/// is what is proposed and, where it needs a final result, follows one; and nothing. Before its subjects
/// are told, an evaluation is not replaced from here: there is nothing to record yet.
fn recordable(
    file: &EvaluationFile,
    subject: &PartyId,
    context: &Context,
) -> Vec<(EvaluationAct, String)> {
    let Some(actor) = context.who.actor() else { return Vec::new() };
    let is_told =
        !matches!(file.stored.state(), EvaluationState::Draft | EvaluationState::Reviewed);
    let says =
        |it: &EvaluationAct| !it.wants().is_empty() && (is_told || *it != EvaluationAct::Supersede);
    let allowed = judged(&file.stored, context, |case, guide| {
        let may =
            |it: &EvaluationAct| lifecycle::allow(case, (*it, Some(subject)), actor, guide).is_ok();
        EvaluationAct::ALL.into_iter().filter(says).filter(may).collect::<Vec<_>>()
    });
    let of = file.proposed.iter().filter(|it| it.subject == *subject);
    let proposed: Vec<_> = of.flat_map(|it| it.proposals.iter().map(|it| it.consequence)).collect();
    let is_final = standing(&file.stored, context).is_final;
    let may_follow = |it: &Consequence| is_final || !it.needs_final();
    let decisions: Vec<Consequence> =
        proposed.into_iter().filter(may_follow).chain([Consequence::Nothing]).collect();
    let with_names = |act| match act {
        EvaluationAct::Decide => decisions.iter().map(|it| (act, it.as_str().to_owned())).collect(),
        _ => vec![(act, String::new())],
    };
    allowed.into_iter().flat_map(with_names).collect()
}

/// The last day of an order that is given today and names none.
fn order_until(stored: &StoredEvaluation, context: &Context) -> Option<Date> {
    let today = context.zone.to_datetime(context.now).date();
    procedure(stored, context)
        .rectification
        .due(today, &context.policy.calendar())
        .map(|it| it.date)
}

/// What comes next first: what the house has to do before what it waits for.
pub(super) fn next(stored: &StoredEvaluation, context: &Context) -> Cell {
    let standing = standing(stored, context);
    let first = standing.waiting().next().or(standing.next.first());
    first.map_or_else(|| Cell::plain("-"), |it| due(it, context))
}

/// A step with its last day.
fn due(it: &Due, context: &Context) -> Cell {
    let word = context.word(&format!("step-{}", it.kind.as_str()));
    let day = it.due_on.map(|it| it.to_string()).unwrap_or_default();
    let (sign, role) = match (it.is_late, it.kind.is_of_subjects()) {
        (true, _) => ("!", Role::Bad),
        (false, true) => ("", Role::Muted),
        (false, false) => ("", Role::Warn),
    };
    let parts = [sign.to_owned(), word.to_string(), day];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    Cell::new(CleanText::new(&parts.join(" ")), role)
}

/// Where an evaluation stands, with a sign for those without colours.
pub(super) fn state(state: EvaluationState, context: &Context) -> Cell {
    let (sign, role) = match state {
        EvaluationState::Draft => ("-", Role::Muted),
        EvaluationState::Reviewed | EvaluationState::Feedback => ("?", Role::Warn),
        EvaluationState::Approved => ("+", Role::Good),
        EvaluationState::Published => ("#", Role::Good),
        EvaluationState::Superseded => ("x", Role::Bad),
    };
    let word = context.word(&format!("state-{}", state.as_str()));
    Cell::new(CleanText::new(&format!("{sign} {word}")), role)
}

fn about<'a>(file: &'a EvaluationFile, context: &'a Context) -> Panel<'a> {
    let stored = &file.stored;
    let evaluation = &stored.evaluation;
    let document = |it: &metrics::evaluation::scorecard::DocumentRef| {
        let hash = it.sha256.get(..12).unwrap_or_default();
        Cell::plain(&format!("{} v{}  sha256 {hash}..", it.id, it.version))
    };
    let as_of = context.instant_with_offset(evaluation.as_of);
    let mut fields = vec![context.field("state", state(stored.state(), context))];
    fields.extend(file.annulled.iter().map(|it| {
        let subject = context.party(&it.subject).text;
        let text = format!("! {subject}  {} < {} {}", it.determined, it.document, it.said_on);
        context.field("annulled", Cell::new(CleanText::new(&text), Role::Bad))
    }));
    let steps = standing(stored, context).next;
    fields.extend(steps.iter().map(|it| {
        let (subject, step) = (it.subject.as_ref(), due(it, context));
        let of = subject.map(|it| format!("  {}", context.party(it).text)).unwrap_or_default();
        let text = CleanText::new(&format!("{}{of}", step.text));
        context.field("next", Cell::new(text, step.role))
    }));
    fields.extend([
        context.field("as-of", Cell::plain(as_of.as_str())),
        context.field("scheme", document(&evaluation.scheme)),
        context.field("policy", document(&evaluation.policy)),
    ]);
    fields.extend(reservations(evaluation, context));
    fields.extend(stored.acts.iter().rev().map(|it| Field {
        label: context.word(&format!("act-{}", it.act.as_str())),
        value: said(it, context),
    }));
    let title = context.say("evaluation-title", &[("id", stored.id.as_str())]);
    Panel::fields(title, 8, fields)
}

/// What a reader has to know before the grades: that the period was not over, and that nobody is ranked.
pub(super) fn reservations(evaluation: &Evaluation, context: &Context) -> Vec<Field> {
    let under_way = evaluation.period.unfinished(evaluation.as_of, &context.zone).map(|ends| {
        let (ends, as_of) = (ends.to_string(), context.instant_with_offset(evaluation.as_of));
        context.say("under-way", &[("ends", ends.as_str()), ("as_of", as_of.as_str())])
    });
    let alone = evaluation.is_of_one().then(|| context.word("alone"));
    let field = |text| context.field("reservation", Cell::new(text, Role::Warn));
    under_way.into_iter().chain(alone).map(field).collect()
}

/// When, who, about whom, with which document, and what was said.
fn said(it: &EvaluationEvent, context: &Context) -> Cell {
    let subject = it.said.subject.as_ref().map(|it| context.party(it).text.to_string());
    let due_on = it.said.due_on.map(|it| format!("({it})"));
    let at = context.instant(it.at).to_string();
    let parts = [at, it.account.clone()].into_iter().chain(subject);
    let parts = parts.chain([it.said.name.clone(), it.said.document.clone()]).chain(due_on);
    let parts = parts.chain([it.said.note.clone()]).filter(|it| !it.is_empty());
    Cell::untrusted(&parts.collect::<Vec<_>>().join("  "))
}

/// What may follow, why, and on what ground.
fn proposal(it: &Proposal, context: &Context) -> Cell {
    let what = context.term(&format!("consequence-{}", it.consequence.as_str()));
    let because = context.term(&format!("trigger-{}", it.on.as_str()));
    let (ground, source) = (context.source_short(&it.ground), context.source_short(&it.source));
    let text = format!("{what}  {because}  {}  {}", ground.text, source.text);
    Cell::new(CleanText::new(&text), Role::Warn)
}

fn ranked<'a>(stored: &'a StoredEvaluation, cursor: usize, context: &'a Context) -> Panel<'a> {
    let ranked = stored.evaluation.ranked();
    let len = ranked.len();
    let name = context.name(&stored.evaluation.name);
    let title = if stored.evaluation.scorecards.iter().any(would_change) {
        context.say("would-change", &[("name", name.as_str())])
    } else {
        name
    };
    let row = move |at: usize| {
        let Some((rank, card)) = ranked.get(at) else { return Vec::new() };
        let [score, mut band] = result_cells(card, context);
        if would_change(card) {
            band.text = CleanText::new(&format!("{} ~", band.text));
        }
        let open: u64 = card.findings.iter().map(|count| count.open).sum();
        let rank = rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
        vec![
            Cell::plain(&rank),
            Cell::untrusted(&card.subject_name),
            score,
            band,
            Cell::plain(&open.to_string()),
            Cell::untrusted(card.subject.as_str()),
        ]
    };
    let grid = Grid {
        columns: vec![
            context.number_column("rank"),
            context.untrusted_column("subject", 20),
            context.number_column("score"),
            context.text_column("grade", 14),
            context.number_column("open-findings"),
            context.optional_column("party"),
        ],
        len,
        cursor: Some(cursor),
        empty: context.word("empty-subjects"),
        row: Box::new(row),
    };
    Panel::main(title, grid)
}

/// Whether another choice in making the scheme would have given another grade.
fn would_change(card: &Scorecard) -> bool {
    card.robustness.as_ref().is_some_and(|it| it.verdict_changes)
}

fn deliveries<'a>(file: &'a EvaluationFile, context: &'a Context) -> Panel<'a> {
    let row = |at: usize| {
        let Some(it) = file.deliveries.get(at) else { return Vec::new() };
        vec![
            Cell::plain(&it.recipient),
            super::deliveries::state(it.state, context),
            Cell::plain(context.instant(it.at).as_str()),
            Cell::untrusted(&it.detail),
        ]
    };
    let grid = Grid {
        columns: vec![
            context.text_column("recipient", 8),
            context.text_column("state", 9),
            context.text_column("since", 16),
            context.text_column("detail", 8),
        ],
        len: file.deliveries.len(),
        cursor: None,
        empty: CleanText::default(),
        row: Box::new(row),
    };
    let (title, body) = (context.word("deliveries"), Body::Grid(grid));
    Panel { title, height: Height::Fit(4), focus: Focus::Elsewhere, body }
}

/// Score and grade of a subject. A veto gives a grade to who has no score, too.
pub(super) fn result_cells(card: &Scorecard, context: &Context) -> [Cell; 2] {
    let score = match &card.result {
        ScoreResult::Scored { score, .. } => Cell::plain(score),
        ScoreResult::NotApplicable => Cell::plain("-"),
    };
    let Some(grade) = card.grade() else {
        return [score, Cell::new(context.term("common-not-applicable"), Role::Muted)];
    };
    let role = match grade.id.as_str() {
        "excellent" | "good" => Role::Good,
        "unqualified" => Role::Bad,
        _ => Role::Warn,
    };
    [score, Cell::new(context.name(&grade.name), role)]
}
