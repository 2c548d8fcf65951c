//! What to mend first: what each thing that is not all right would bring, the largest gain first.

use std::sync::Arc;

use metrics::evaluation::gain::{Gain, Mended, gain_text};
use metrics::evaluation::scorecard::{self, BandRef, FindingCount};
use store::evaluations::StoredEvaluation;

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, findings, indicator, scorecard as card_screen};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::text::CleanText;
use crate::theme::Role;

/// The gains of one scorecard.
#[derive(Clone, Debug)]
pub struct Gains {
    stored: Arc<StoredEvaluation>,
    card: scorecard::Scorecard,
    can_be_told: bool,
    rows: List<Gain>,
}

impl Gains {
    /// The screen of a scorecard's gains; `None` where they cannot be told.
    #[must_use]
    pub fn screen(
        stored: &Arc<StoredEvaluation>,
        card: &scorecard::Scorecard,
        gains: Option<&[Gain]>,
    ) -> Screen {
        Screen::Gains(Self {
            stored: Arc::clone(stored),
            card: card.clone(),
            can_be_told: gains.is_some(),
            rows: List::of(gains.unwrap_or_default().to_vec()),
        })
    }
}

/// Id and name of what is put right. Of a deduction nobody needs the id: what it is says more.
pub(super) fn head(it: &Gain, context: &Context) -> [Cell; 2] {
    let id = match it.of {
        Mended::Indicator => CleanText::new(&it.id),
        Mended::Deduction => context.word("gains-deduction"),
    };
    [Cell::plain(id.as_str()), Cell::plain(context.name(&it.name).as_str())]
}

/// What is said where there are none.
pub(super) fn none(gains: Option<&[Gain]>, context: &Context) -> CleanText {
    context.word(if gains.is_some() { "empty-gains" } else { "gains-unknown" })
}

fn row(it: &Gain, context: &Context) -> Vec<Cell> {
    let [id, name] = head(it, context);
    let now = it.whole.map_or_else(|| it.now.to_string(), |whole| format!("{}/{whole}", it.now));
    let grade = |band: &BandRef| Cell::new(context.name(&band.name), Role::Good);
    let open = |it: &FindingCount| format!("{} x{}", it.rule, it.open);
    vec![
        id,
        name,
        Cell::plain(&now),
        Cell::plain(&it.right.to_string()),
        Cell::plain(&gain_text(it.one_nano)),
        Cell::plain(&gain_text(it.all_nano)),
        it.grade_of_all.as_ref().map(grade).unwrap_or_default(),
        Cell::plain(&it.findings.as_ref().map(open).unwrap_or_default()),
    ]
}

impl View for Gains {
    fn kind(&self) -> Kind {
        Kind::Gains
    }

    fn scroll(&mut self, step: Step) {
        self.rows.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let grid = Grid {
            columns: vec![
                context.text_column("id", 6),
                context.text_column("name", 12),
                context.number_column("gains-now"),
                context.number_column("gains-right"),
                context.number_column("gains-one"),
                context.number_column("gains-all"),
                context.text_column("grade", 6),
                context.optional_column("gains-findings"),
            ],
            len: self.rows.len(),
            cursor: Some(self.rows.cursor()),
            empty: none(self.can_be_told.then_some(&[]), context),
            row: Box::new(|at| {
                self.rows.rows().get(at).map(|it| row(it, context)).unwrap_or_default()
            }),
        };
        let subject = format!("{}  {}", self.card.subject_name, self.stored.evaluation.period);
        let about = vec![context.field("subject", Cell::untrusted(&subject))];
        let id = [("id", self.stored.id.as_str())];
        vec![
            Panel::fields(context.say("evaluation-title", &id), 2, about).band(),
            Panel::main(context.word("gains-title"), grid).band(),
        ]
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        let rule = self.rows.selected().and_then(|it| it.findings.as_ref());
        match id {
            Id::Findings => {
                let rule = rule.map(|it| it.rule.as_str());
                Outcome::open(findings::Findings::about(&self.card.subject, rule))
            }
            _ => Outcome::None,
        }
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let gain = self.rows.selected()?;
        match gain.of {
            Mended::Indicator => {
                let mut all = self.card.dimensions.iter().flat_map(|it| &it.indicators);
                let score = all.find(|it| it.id == gain.id)?;
                Some(indicator::Indicator::screen(&self.stored, &self.card.subject, score))
            }
            Mended::Deduction => {
                let mut all = self.card.adjusted.iter().flat_map(|it| &it.deductions);
                let points = all.find(|it| it.id == gain.id)?;
                let counted = (points.counted.as_str(), points.count.as_ref()?);
                Some(card_screen::facts_of(&self.stored, &self.card.subject, counted))
            }
        }
    }
}
