//! The scorecard of one subject: dimensions and their indicators as one tree.

use std::sync::Arc;

use metrics::evaluation::scheme::{Missing, RoundingMode};
use metrics::evaluation::scorecard::{
    self, DimensionScore, Evaluation, IndicatorScore, WaivedFinding, score_text,
};
use metrics::ratio::Ratio;
use store::evaluations::StoredEvaluation;

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, findings, indicator, scorecards};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Field, Grid, Page, Panel};
use crate::query::{Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// Waivers shown above the tree; a package lists all.
const WAIVED_MAX: u16 = 4;

/// The tree of one subject.
#[derive(Clone, Debug)]
pub struct Scorecard {
    stored: Arc<StoredEvaluation>,
    card: scorecard::Scorecard,
    nodes: List<Node>,
}

/// A line of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Dimension(usize),
    Indicator(usize, usize),
}

impl Scorecard {
    /// The screen of a subject.
    #[must_use]
    pub fn screen(stored: &Arc<StoredEvaluation>, card: &scorecard::Scorecard) -> Screen {
        let mut nodes = Vec::new();
        for (at, dimension) in card.dimensions.iter().enumerate() {
            nodes.push(Node::Dimension(at));
            nodes.extend((0..dimension.indicators.len()).map(|it| Node::Indicator(at, it)));
        }
        let (stored, card) = (Arc::clone(stored), card.clone());
        Screen::Scorecard(Self { stored, card, nodes: List::of(nodes) })
    }

    fn row(&self, node: Node, context: &Context) -> Vec<Cell> {
        match node {
            Node::Dimension(at) => {
                self.card.dimensions.get(at).map(|it| dimension_row(it, context))
            }
            Node::Indicator(at, below) => self
                .card
                .dimensions
                .get(at)
                .and_then(|it| it.indicators.get(below))
                .map(|it| indicator_row(it, context)),
        }
        .unwrap_or_default()
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

fn dimension_row(dimension: &DimensionScore, context: &Context) -> Vec<Cell> {
    let name = context.name(&dimension.name);
    vec![
        Cell::new(CleanText::new(&dimension.id), Role::Accent),
        Cell::new(name, Role::Accent),
        scored(dimension.score_nano),
        Cell::plain(&dimension.weight.to_string()),
        Cell::plain(&percent(dimension.effective_weight_ppm)),
        Cell::default(),
        context.source_short(&dimension.source),
    ]
}

fn indicator_row(indicator: &IndicatorScore, context: &Context) -> Vec<Cell> {
    let contribution = indicator.contribution_nano().map(score_text).unwrap_or_default();
    vec![
        Cell::plain(&format!("  {}", indicator.id)),
        Cell::plain(context.name(&indicator.name).as_str()),
        scored(indicator.score_nano),
        Cell::plain(&indicator.weight.to_string()),
        Cell::plain(&percent(indicator.effective_weight_ppm)),
        Cell::plain(&contribution),
        context.source_short(&indicator.source),
    ]
}

impl View for Scorecard {
    fn kind(&self) -> Kind {
        Kind::Scorecard
    }

    fn request(&self, _: &Context) -> Option<Request> {
        None
    }

    fn is_loaded(&self) -> bool {
        true
    }

    fn accept(&mut self, _: Payload, _: &Context) -> bool {
        false
    }

    fn scroll(&mut self, step: Step) {
        self.nodes.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let evaluation = &self.stored.evaluation;
        let [score, band] = scorecards::result_cells(&self.card, context);
        let findings: Vec<String> = (self.card.findings.iter())
            .map(|count| format!("{} x{}", count.rule, count.open))
            .collect();
        let rules = format!("{}; {}", rounding(evaluation, context), missing(evaluation, context));
        let result = Cell { text: band_text(&score, &band), role: band.role };
        let mut fields: Vec<Field> = vec![
            context.field("subject", Cell::untrusted(&self.card.subject_name)),
            context.field("score", result),
            context.field("period", Cell::plain(&evaluation.period.to_string())),
            context.field("open-findings", Cell::plain(&findings.join("  "))),
            context.field("reckoning", Cell::plain(&rules)),
        ];
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
        vec![
            Panel::fields(context.say("evaluation-title", &id), 6 + WAIVED_MAX, fields).band(),
            Panel::main(context.word("screen-scorecard"), grid).band(),
        ]
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match id {
            Id::Findings => Outcome::open(findings::Findings::about(&self.card.subject, None)),
            _ => Outcome::None,
        }
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let dimension = |at: usize| self.card.dimensions.get(at);
        let indicator = match *self.nodes.selected()? {
            Node::Dimension(at) => dimension(at)?.indicators.first()?,
            Node::Indicator(at, below) => dimension(at)?.indicators.get(below)?,
        };
        Some(indicator::Indicator::screen(&self.stored, &self.card.subject, indicator))
    }
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

fn band_text(score: &Cell, band: &Cell) -> CleanText {
    CleanText::new(&format!("{}  {}", score.text, band.text))
}
