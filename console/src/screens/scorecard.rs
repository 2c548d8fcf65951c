//! The scorecard of one subject: dimensions and their indicators as one tree, then what is taken, added
//! and vetoed.

mod beside;

use std::sync::Arc;

use config::mean::whole;
use metrics::evaluation::adjusted::{Points, Vetoed};
use metrics::evaluation::measure::Count;
use metrics::evaluation::robustness::BandShare;
use metrics::evaluation::scheme::method::Share;
use metrics::evaluation::scheme::{Missing, RoundingMode};
use metrics::evaluation::scorecard::level::{Branch, Line};
use metrics::evaluation::scorecard::{
    self, DimensionScore, Evaluation, FindingCount, IndicatorScore, WaivedFinding, score_text,
};
use metrics::party::PartyId;
use metrics::ratio::Ratio;
use store::evaluations::StoredEvaluation;

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, facts, findings, gains, indicator, scorecards};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Field, Grid, Page, Panel};
use crate::query::{Beside, Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// Waivers shown above the tree; a package lists all.
const WAIVED_MAX: u16 = 4;
/// Lines above the tree at most, beside waivers.
const LINES_MAX: u16 = 14;
/// How many levels are set in: what is deeper stands as far in.
const DEPTH_MAX: usize = 4;
/// Rules of open findings that are named.
const RULES_SHOWN: usize = 6;

/// The tree of one subject.
#[derive(Clone, Debug)]
pub struct Scorecard {
    stored: Arc<StoredEvaluation>,
    card: scorecard::Scorecard,
    nodes: List<Node>,
    beside: Option<Beside>,
}

/// A line of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    /// A dimension and the line of its outline.
    Line(usize, usize),
    Deduction(usize),
    Bonus(usize),
    Veto(usize),
}

impl Scorecard {
    /// The screen of a subject.
    #[must_use]
    pub fn screen(stored: &Arc<StoredEvaluation>, card: &scorecard::Scorecard) -> Screen {
        let mut nodes = Vec::new();
        for (at, dimension) in card.dimensions.iter().enumerate() {
            nodes.extend((0..dimension.outline().len()).map(|line| Node::Line(at, line)));
        }
        if let Some(adjusted) = &card.adjusted {
            nodes.extend((0..adjusted.deductions.len()).map(Node::Deduction));
            nodes.extend((0..adjusted.bonuses.len()).map(Node::Bonus));
        }
        nodes.extend((0..card.vetoes.len()).map(Node::Veto));
        let (stored, card) = (Arc::clone(stored), card.clone());
        Screen::Scorecard(Self { stored, card, nodes: List::of(nodes), beside: None })
    }

    fn row(&self, node: Node, context: &Context) -> Vec<Cell> {
        match node {
            Node::Line(at, line) => self.card.dimensions.get(at).and_then(|of| {
                let (depth, line) = of.outline().into_iter().nth(line)?;
                let id = |id: &str| format!("{}{id}", "  ".repeat(depth.min(DEPTH_MAX)));
                Some(match line {
                    Line::Branch(it) => {
                        let role = if depth == 0 { Role::Accent } else { Role::Text };
                        branch_row((&id(it.id), &it), role, context)
                    }
                    Line::Indicator(it) => {
                        let points = self.stored.evaluation.contribution_nano(of, it);
                        indicator_row((&id(&it.id), it, points), context)
                    }
                })
            }),
            Node::Deduction(_) => self.points(node).map(|it| points_row(it, "-", context)),
            Node::Bonus(_) => self.points(node).map(|it| points_row(it, "+", context)),
            Node::Veto(at) => self.card.vetoes.get(at).map(|it| veto_row(it, context)),
        }
        .unwrap_or_default()
    }

    fn points(&self, node: Node) -> Option<&Points> {
        let adjusted = self.card.adjusted.as_ref()?;
        match node {
            Node::Deduction(at) => adjusted.deductions.get(at),
            Node::Bonus(at) => adjusted.bonuses.get(at),
            Node::Line(..) | Node::Veto(_) => None,
        }
    }

    /// The name and the count behind a line that is no indicator, where somebody counted it.
    fn counted(&self, node: Node) -> Option<(&str, &Count)> {
        match node {
            Node::Deduction(_) | Node::Bonus(_) => {
                let points = self.points(node)?;
                Some((&points.counted, points.count.as_ref()?))
            }
            Node::Veto(at) => {
                let veto = self.card.vetoes.get(at)?;
                Some((&veto.counted, &veto.count))
            }
            Node::Line(..) => None,
        }
    }

    /// How the score came to the grade, and what that can bear.
    fn reckoning(&self, context: &Context) -> Vec<Field> {
        let mut fields = Vec::new();
        if let Some(adjusted) = &self.card.adjusted
            && let Some(base_nano) = adjusted.base_nano
        {
            let figures = [base_nano, adjusted.taken_nano(), adjusted.added_nano()].map(score_text);
            let [base, taken, added] = &figures;
            let arguments = [("base", &**base), ("taken", taken), ("added", added)];
            let value = Cell::plain(context.say("reckoned", &arguments).as_str());
            fields.push(context.field("adjusted", value));
        }
        if let (Some(first), Some(band)) = (self.card.vetoes.first(), &self.card.band_of_score) {
            let (name, band) = (context.name(&first.name), context.name(&band.name));
            let grounds = veto_grounds(first, context);
            let arguments =
                [("name", name.as_str()), ("grade", band.as_str()), ("grounds", grounds.as_str())];
            let value = Cell::new(context.say("vetoed", &arguments), Role::Bad);
            fields.push(context.field("veto", value));
        }
        if let Some(standing) = &self.card.robustness {
            let (word, role) = if standing.verdict_changes {
                ("verdict-changes", Role::Warn)
            } else {
                ("verdict-holds", Role::Good)
            };
            let share =
                |it: &BandShare| format!("{} {}", context.name(&it.name), percent(it.share_ppm));
            let unscored = (0 < standing.unscored_ppm).then(|| {
                format!("{} {}", context.word("unscored"), percent(standing.unscored_ppm))
            });
            let graded = standing.bands.iter().filter(|it| 0 < it.share_ppm).map(share);
            let shares: Vec<String> = graded.chain(unscored).collect();
            let shares = shares.join("  ");
            let spread = match standing.interval_text() {
                Some(interval) => {
                    let arguments = [("interval", &*interval), ("shares", &shares)];
                    context.say("spread", &arguments)
                }
                None => CleanText::new(&shares),
            };
            let between = context.word("between");
            let text = format!("{}{between}{spread}", context.word(word));
            fields.push(context.field("bears", Cell::new(CleanText::new(&text), role)));
        }
        fields
    }
}

fn scored(score_nano: Option<i64>) -> Cell {
    match score_nano {
        Some(score_nano) => Cell::plain(&score_text(score_nano)),
        None => Cell::new(CleanText::new("n/a"), Role::Muted),
    }
}

/// Parts per million as a percentage of two decimals, rounded down.
fn percent(ppm: i64) -> String {
    Ratio::from_ppm(ppm).to_string()
}

fn branch_row((id, it): (&str, &Branch<'_>), role: Role, context: &Context) -> Vec<Cell> {
    vec![
        Cell::new(CleanText::new(id), role),
        Cell::new(context.name(it.name), role),
        scored(it.score_nano),
        Cell::plain(&it.weight.to_string()),
        Cell::plain(&percent(it.effective_weight_ppm)),
        Cell::default(),
        context.source_short(it.source),
    ]
}

fn indicator_row(
    (id, indicator, adds_nano): (&str, &IndicatorScore, Option<i64>),
    context: &Context,
) -> Vec<Cell> {
    let contribution = adds_nano.map(score_text).unwrap_or_default();
    vec![
        Cell::plain(id),
        Cell::plain(context.name(&indicator.name).as_str()),
        scored(indicator.score_nano),
        Cell::plain(&indicator.weight.to_string()),
        Cell::plain(&percent(indicator.effective_weight_ppm)),
        Cell::plain(&contribution),
        context.source_short(&indicator.source),
    ]
}

fn points_row(points: &Points, sign: &str, context: &Context) -> Vec<Cell> {
    let count = points.count.as_ref().map_or_else(|| "-".to_owned(), |it| it.value.to_string());
    let shown = if points.points_nano == 0 {
        Cell::new(CleanText::new("0.00"), Role::Muted)
    } else {
        Cell::plain(&format!("{sign}{}", score_text(points.points_nano)))
    };
    vec![
        Cell::plain(sign),
        Cell::plain(&format!("{count} x {}", context.name(&points.name))),
        Cell::default(),
        Cell::default(),
        Cell::default(),
        shown,
        context.source_short(&points.source),
    ]
}

/// The provision that is broken, and what lets that cap the grade: most often not the law.
fn veto_grounds(veto: &Vetoed, context: &Context) -> CleanText {
    let (ground, effect) = (context.source_short(&veto.ground), context.source_short(&veto.source));
    let arguments = [("ground", ground.text.as_str()), ("effect", effect.text.as_str())];
    context.say("veto-grounds", &arguments)
}

/// A veto, with both of its grounds in the place of the source.
fn veto_row(veto: &Vetoed, context: &Context) -> Vec<Cell> {
    let name = format!("{} x {}", veto.count.value, context.name(&veto.name));
    let mut row = vec![
        Cell::new(CleanText::new("!"), Role::Bad),
        Cell::new(CleanText::new(&name), Role::Bad),
    ];
    row.extend([Cell::default(), Cell::default(), Cell::default(), Cell::default()]);
    row.push(Cell::new(veto_grounds(veto, context), context.source_short(&veto.source).role));
    row
}

impl View for Scorecard {
    fn kind(&self) -> Kind {
        Kind::Scorecard
    }

    fn request(&self, _: &Context) -> Option<Request> {
        let (stored, subject) = (Arc::clone(&self.stored), self.card.subject.clone());
        Some(Request::Beside { stored, subject })
    }

    fn is_loaded(&self) -> bool {
        self.beside.is_some()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Beside(beside) = payload else { return false };
        let found = Some(*beside);
        let is_new = self.beside != found;
        self.beside = found;
        is_new
    }

    fn scroll(&mut self, step: Step) {
        self.nodes.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let evaluation = &self.stored.evaluation;
        let [score, band] = scorecards::result_cells(&self.card, context);
        let rules = [
            CleanText::new(&whole(
                &context.words,
                evaluation.mean.as_ref(),
                evaluation.rescale.as_ref(),
            )),
            rounding(evaluation, context),
            missing(evaluation, context),
        ];
        let rules = rules.into_iter().chain(threshold(evaluation, context));
        let rules = rules.map(|it| it.to_string()).collect::<Vec<_>>();
        let rules = rules.join(context.word("between").as_str());
        let result = Cell { text: band_text(&score, &band), role: band.role };
        let subject = format!("{}  {}", self.card.subject_name, evaluation.period);
        let mut fields: Vec<Field> = vec![
            context.field("subject", Cell::untrusted(&subject)),
            context.field("score", result),
        ];
        fields.extend(scorecards::reservations(evaluation, context));
        let beside = self.beside.as_ref();
        fields.extend(beside::fields(evaluation, &self.card, beside, context));
        fields.extend(self.reckoning(context));
        fields.extend([
            context.field("open-findings", Cell::plain(&open_findings(&self.card.findings))),
            context.field("reckoning", Cell::plain(&rules)),
        ]);
        let waived = self.card.waived.iter().take(usize::from(WAIVED_MAX));
        fields.extend(waived.map(|it| context.field("waived", waived_line(it, context))));
        let grid = Grid {
            columns: vec![
                context.text_column("id", 6),
                context.text_column("name", 14),
                context.number_column("score"),
                context.number_column("weight"),
                context.number_column("effective"),
                context.number_column("points"),
                context.text_column("source", 16),
            ],
            len: self.nodes.len(),
            cursor: Some(self.nodes.cursor()),
            empty: context.word("empty-subjects"),
            row: Box::new(|at| {
                self.nodes.rows().get(at).map(|node| self.row(*node, context)).unwrap_or_default()
            }),
        };
        let id = [("id", self.stored.id.as_str())];
        let about = context.say("evaluation-title", &id);
        let mut page = vec![
            Panel::fields(about, LINES_MAX + WAIVED_MAX, fields).band(),
            Panel::main(context.word("screen-scorecard"), grid).band(),
        ];
        page.extend(beside.map(|it| beside::panels(evaluation, &self.card, it, context)));
        page
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match id {
            Id::Findings => Outcome::open(findings::Findings::about(&self.card.subject, None)),
            Id::Gains => {
                let gains = self.beside.as_ref().and_then(|it| it.gains.as_deref());
                Outcome::open(gains::Gains::screen(&self.stored, &self.card, gains))
            }
            _ => Outcome::None,
        }
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let indicator = match *self.nodes.selected()? {
            Node::Line(at, line) => first_below(self.card.dimensions.get(at)?, line)?,
            node @ (Node::Deduction(_) | Node::Bonus(_) | Node::Veto(_)) => {
                return Some(facts_of(&self.stored, &self.card.subject, self.counted(node)?));
            }
        };
        Some(indicator::Indicator::screen(&self.stored, &self.card.subject, indicator))
    }
}

/// The indicator of a line, or the first one below it.
fn first_below(dimension: &DimensionScore, line: usize) -> Option<&IndicatorScore> {
    let mut lines = dimension.outline().into_iter().skip(line);
    let (above, first) = lines.next()?;
    let below = lines.take_while(|(depth, _)| above < *depth).map(|(_, line)| line);
    std::iter::once(first).chain(below).find_map(|line| match line {
        Line::Branch(_) => None,
        Line::Indicator(it) => Some(it),
    })
}

/// The facts behind a count that is no part of an indicator.
pub(super) fn facts_of(
    stored: &Arc<StoredEvaluation>,
    subject: &PartyId,
    (name, count): (&str, &Count),
) -> Screen {
    facts::Facts::screen(facts::Counted {
        stored: Arc::clone(stored),
        subject: subject.clone(),
        indicator: None,
        name: name.to_owned(),
        count: count.clone(),
    })
}

/// What a waiver covers, until when, on what ground, and who granted it.
fn waived_line(it: &WaivedFinding, context: &Context) -> Cell {
    let (waived, until) = (it.waived.to_string(), it.until.to_string());
    let arguments = [
        ("rule", it.rule.as_str()),
        ("waived", &waived),
        ("until", &until),
        ("document", &it.document),
        ("person", &it.approved_by),
        ("reason", &it.reason),
    ];
    Cell::new(context.say("waived-line", &arguments), Role::Text)
}

/// How the final score was rounded.
fn rounding(evaluation: &Evaluation, context: &Context) -> CleanText {
    let word = match evaluation.rounding.mode {
        RoundingMode::HalfUp => "rounding-half-up",
        RoundingMode::HalfEven => "rounding-half-even",
        RoundingMode::Down => "rounding-down",
        RoundingMode::None => "rounding-none",
    };
    context.say(word, &[("decimals", &evaluation.rounding.decimals.to_string())])
}

/// What happened to indicators without a value.
fn missing(evaluation: &Evaluation, context: &Context) -> CleanText {
    context.word(match evaluation.missing {
        Missing::Redistribute => "missing-redistribute",
        Missing::Zero => "missing-zero",
    })
}

/// What a mean needs to be one.
fn threshold(evaluation: &Evaluation, context: &Context) -> Option<CleanText> {
    let threshold = evaluation.threshold.as_ref()?;
    let word = match threshold.by {
        Share::Count => "threshold-count",
        Share::Weight => "threshold-weight",
    };
    Some(context.say(word, &[("share", &threshold.at_least_ppm.to_string())]))
}

fn band_text(score: &Cell, band: &Cell) -> CleanText {
    CleanText::new(&format!("{}  {}", score.text, band.text))
}

/// The rules of which most is open, and how many more there are: all of them stand behind `f`.
fn open_findings(findings: &[FindingCount]) -> String {
    let mut most: Vec<&FindingCount> = findings.iter().collect();
    most.sort_by_key(|it| std::cmp::Reverse(it.open));
    let shown = most.iter().take(RULES_SHOWN).map(|it| format!("{} x{}", it.rule, it.open));
    let rest = most.len().saturating_sub(RULES_SHOWN);
    shown.chain((0 < rest).then(|| format!("+{rest}"))).collect::<Vec<_>>().join("  ")
}

#[cfg(test)]
mod tests;
