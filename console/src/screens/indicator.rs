//! One indicator: its weight, its measure, and the two counts that the measure divides.

use std::sync::Arc;

use config::agreement::agreement;
use metrics::evaluation::measure::{Count, MeasureDefinition};
use metrics::evaluation::robustness::rank_text;
use metrics::evaluation::scorecard::{IndicatorScore, score_text};
use metrics::party::PartyId;
use store::evaluations::StoredEvaluation;

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, facts, findings};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::text::CleanText;
use crate::theme::Role;

/// One indicator of a subject.
#[derive(Clone, Debug)]
pub struct Indicator {
    stored: Arc<StoredEvaluation>,
    subject: PartyId,
    score: IndicatorScore,
    counts: List<Part>,
}

/// What a measure divides by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Numerator,
    Denominator,
}

impl Indicator {
    /// The screen of an indicator.
    #[must_use]
    pub fn screen(
        stored: &Arc<StoredEvaluation>,
        subject: &PartyId,
        score: &IndicatorScore,
    ) -> Screen {
        let parts = score.measure.as_ref().map(|_| vec![Part::Numerator, Part::Denominator]);
        Screen::Indicator(Self {
            stored: Arc::clone(stored),
            subject: subject.clone(),
            score: score.clone(),
            counts: List::of(parts.unwrap_or_default()),
        })
    }

    fn count(&self, part: Part) -> Option<&Count> {
        let measure = self.score.measure.as_ref()?;
        Some(match part {
            Part::Numerator => &measure.numerator,
            Part::Denominator => &measure.denominator,
        })
    }

    /// What it adds to the score; `None` under means to which nothing is added.
    fn adds_nano(&self) -> Option<i64> {
        let evaluation = &self.stored.evaluation;
        let mut dimensions = evaluation.card(&self.subject)?.dimensions.iter();
        let of = dimensions.find(|it| it.indicators.iter().any(|it| it.id == self.score.id))?;
        evaluation.contribution_nano(of, &self.score)
    }

    /// How the measure is computed, as the policy pack has it.
    fn definition<'a>(&self, context: &'a Context) -> Option<&'a MeasureDefinition> {
        let id = &self.score.measure.as_ref()?.id;
        context.policy.measures.iter().find(|known| known.id == *id)
    }

    /// The count's name, as the policy pack has it.
    fn name(&self, part: Part, context: &Context) -> String {
        self.definition(context)
            .map(|known| match part {
                Part::Numerator => known.numerator.clone(),
                Part::Denominator => known.denominator.clone(),
            })
            .unwrap_or_default()
    }

    fn row(&self, part: Part, context: &Context) -> Vec<Cell> {
        let Some(count) = self.count(part) else { return Vec::new() };
        let word = match part {
            Part::Numerator => "numerator",
            Part::Denominator => "denominator",
        };
        let hash = count.facts.sha256.get(..16).unwrap_or_default();
        vec![
            Cell::plain(context.word(word).as_str()),
            Cell::plain(&count.value.to_string()),
            Cell::plain(&self.name(part, context)),
            Cell::plain(&count.facts.count.to_string()),
            Cell::plain(&format!("{hash}..")),
        ]
    }

    fn about<'a>(&'a self, context: &'a Context) -> Panel<'a> {
        let none = || Cell::new(context.term("common-not-applicable"), Role::Muted);
        let measure = self.score.measure.as_ref();
        let known = self.definition(context);
        let ratio = measure.and_then(|it| it.ratio).map(|it| Cell::plain(&it.to_string()));
        let points = self.adds_nano().map(|it| Cell::plain(&score_text(it)));
        let effective = metrics::ratio::Ratio::from_ppm(self.score.effective_weight_ppm);
        let weight = format!("{} / 100  ({effective})", self.score.weight);
        let mut fields = vec![
            context.field("subject", context.party(&self.subject)),
            context.field("period", Cell::plain(&self.stored.evaluation.period.to_string())),
            context.field(
                "score",
                self.score.score_nano.map_or_else(none, |it| Cell::plain(&score_text(it))),
            ),
            context.field("weight", Cell::plain(&weight)),
            context.field("weight-source", context.source(&self.score.source)),
            context.field("points", points.unwrap_or_else(none)),
            context.field("ratio", ratio.unwrap_or_else(none)),
        ];
        let robustness = self.stored.evaluation.robustness.as_ref();
        let without = robustness.and_then(|it| it.without.iter().find(|it| it.id == self.score.id));
        if let Some(moved_ppm) = without.and_then(|it| it.moved_ppm) {
            let moved = [("ranks", &*rank_text(moved_ppm))];
            fields
                .push(context.field("without", Cell::plain(context.say("moved", &moved).as_str())));
        }
        if let Some(known) = known {
            let name = context.name(&known.name);
            fields.insert(5, context.field("measure", Cell::plain(name.as_str())));
            fields.insert(6, context.field("formula-source", context.source(&known.source)));
            if let Some(rule) = &known.rule {
                fields.push(context.field("rule", Cell::plain(rule)));
            }
        }
        fields.extend(self.score.agreement.iter().map(|panel| {
            let said = agreement(&context.words, &self.score.id, panel);
            let role = if panel.is_low() { Role::Warn } else { Role::Text };
            context.field("agreement", Cell::new(CleanText::new(&said), role))
        }));
        if let Some(measure) = measure {
            fields.push(context.field("filter", Cell::untrusted(&measure.numerator.facts.filter)));
        }
        let title = format!("{} {}", self.score.id, context.name(&self.score.name));
        Panel::fields(CleanText::new(&title), 14, fields)
    }
}

impl View for Indicator {
    fn kind(&self) -> Kind {
        Kind::Indicator
    }

    fn scroll(&mut self, step: Step) {
        self.counts.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let grid = Grid {
            columns: vec![
                context.text_column("part", 6),
                context.number_column("value"),
                context.text_column("counted", 10),
                context.number_column("facts"),
                context.optional_column("facts-hash"),
            ],
            len: self.counts.len(),
            cursor: Some(self.counts.cursor()),
            empty: context.word("empty-measure"),
            row: Box::new(|at| {
                let part = self.counts.rows().get(at);
                part.map(|part| self.row(*part, context)).unwrap_or_default()
            }),
        };
        vec![self.about(context).band(), Panel::main(context.word("measure-parts"), grid).band()]
    }

    fn run(&mut self, id: Id, context: &Context) -> Outcome {
        let rule = self.definition(context).and_then(|it| it.rule.as_deref());
        match id {
            Id::Findings => Outcome::open(findings::Findings::about(&self.subject, rule)),
            _ => Outcome::None,
        }
    }

    fn open(&self, context: &Context) -> Option<Screen> {
        let part = *self.counts.selected()?;
        Some(facts::Facts::screen(facts::Counted {
            stored: Arc::clone(&self.stored),
            subject: self.subject.clone(),
            indicator: Some(self.score.id.clone()),
            name: self.name(part, context),
            count: self.count(part)?.clone(),
        }))
    }
}
